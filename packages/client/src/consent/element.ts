type Attributes = Readonly<Record<string, string | number | boolean | undefined>>
type Child = Node | string | null | undefined | false

/**
 * Makes an element. Text is always text: nothing here parses HTML.
 *
 * @param attributes true is set as an empty text; false and undefined are left out
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value))
  made.append(...children.filter((child): child is Node | string => !!child || child === ''))
  return made
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label)
  made.addEventListener('click', press)
  return made
}
