const words = `
a an the this that these those such some any each every either neither both all another other others same own
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones someone somebody something anyone anybody anything everyone
everybody everything nobody nothing none who whom whose which what whatever whoever whichever
am is are was were be been being do does did doing done have has had having will would shall should can could may might
must ought need dare cannot
and or but nor so yet if then else because since unless until while when whenever where wherever whether why how although
though as than that lest
of at by for with about against between among into through during before after above below to from up down in out on off
over under upon within without across along around behind beside besides beyond near toward towards via per onto
again further once here there now ever never always often sometimes usually already still just only even also too very
quite rather really almost nearly maybe perhaps however therefore thus hence otherwise instead anyway
not no nor yes ok okay oh well
more most much many less least few fewer several enough lot lots bit
get got gets getting go goes going went gone come comes came coming make makes made making take takes took taking put puts
let lets say says said saying know knows knew see sees saw seen want wants wanted think thinks thought
thing things way ways kind sort
don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't won't wouldn't shan't shouldn't can't couldn't
mightn't mustn't needn't ain't i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd
it'll we're we've we'd we'll they're they've they'd they'll that's that'd that'll there's there'd here's what's who's
where's when's why's how's let's
dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt wont wouldnt shouldnt cant couldnt im ive youre youve theyre
s t d ll m re ve etc eg ie vs
`

/** Function words of English, contractions with and without their apostrophe. */
export const englishStopWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/))
