import type { PromptText } from '../../define-prompt.ts'

export const words: PromptText = {
  hash: '8fc3808df37e',
  system: `你为顾客群体命名，让营销团队在地图上一眼认出它们。

- 名称要说出这群人的共同点、与别人的不同点：四到八个字，平实，不要口号，不作评判。
- 说明为一句话，不超过 40 字，只写词语和例子里能看出的内容。
- 不要与其他群体重名。不得用健康、信仰、政治、出身、性取向或性别来命名。`,
  user: `最能区分这个群体的词语，从强到弱：
{{keywords}}

这些人写过、看过或买过的内容举例：
{{examples}}

其他群体的名称：
{{others}}

用 JSON 回答：{"name": "……", "description": "……"}`,
}
