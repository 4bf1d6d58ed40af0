import type { LexiconWords } from './lexicon-words.ts'

/** Words of English reviews and comments that praise or complain, and those that change what others say; all forms of a word are found by its stem. */
export const englishLexicon: LexiconWords = {
  praise: {
    strong: `
    excellent amazing awesome fantastic perfect wonderful outstanding superb brilliant exceptional incredible phenomenal flawless magnificent
    marvelous marvellous terrific stunning gorgeous exquisite delightful fabulous best adore love thrilled ecstatic blown_away must_have
    top_notch first_class second_to_none highly_recommend worth_every_penny five_stars 5_stars exceeded_my_expectations exceeded_expectations
    above_and_beyond unbeatable unmatched masterpiece heavenly divine obsessed spectacular sublime impeccable stellar game_changer life_saver
    lifesaver a_steal holy_grail knocked_my_socks_off to_die_for hands_down`,
    plain: `
    good great nice like enjoy happy glad pleased satisfied satisfy satisfactory satisfying recommend recommended beautiful pretty lovely cute elegant stylish chic
    flattering flatter comfortable comfy cozy cosy soft warm smooth silky lightweight breathable sturdy durable solid robust reliable dependable trustworthy
    trusted quality_product high_quality well_made well_built well_designed well_crafted crisp clear clean tidy neat fresh tasty delicious yummy
    flavorful flavourful juicy tender crunchy savory refreshing friendly polite kind courteous attentive welcoming helpful professional
    knowledgeable patient responsive honest fair generous thoughtful considerate efficient fast quick prompt speedy punctual on_time timely
    easy effortless convenient handy practical useful usable user_friendly intuitive effective functional works_great works_well worked_perfectly works_perfectly
    affordable inexpensive reasonable bargain value_for_money good_value worth worthwhile worthy fit_well fits_well fits_perfectly fit_perfectly true_to_size
    perfect_fit impressed impressive impress appreciate thank thankful thanks grateful pleasure pleasant pleasing fun funny entertaining engaging
    exciting excited interesting fascinating charming classy luxurious luxury premium superior improve improved improvement upgrade favorite
    favourite winner compliment compliments praise positive proud relaxing relaxed calm quiet peaceful spacious bright safe secure accurate
    precise consistent smart clever innovative creative unique special vibrant vivid rich radiant healthy natural gentle effective successful
    succeed success win solve solved resolved resolve fixed saved saves versatile adorable attractive appealing sharp sleek modern spotless
    immaculate hassle_free trouble_free problem_free seamless seamlessly flawlessly better happier easier nicer perfectly beautifully nicely
    well valuable beneficial benefit advantage bonus plus joy joyful smile delighted cheerful enthusiastic glowing heartwarming touching moving
    inspiring memorable unforgettable authentic genuine crispy hearty sumptuous plentiful ample abundant live_up_to lived_up_to lives_up_to as_described as_advertised as_expected
    exactly_what_i_wanted exactly_what_i_needed look_forward looking_forward come_back_again will_buy_again buy_again order_again return_again be_back
    go_wrong_with glad_i great_deal good_deal stands_out holds_up hold_up held_up lasts lasting long_lasting spot_on thumbs_up a_hit blessing gem treat pampered
    big_fan fan can_not_stop could_not_stop get_what_you_pay_for got_what_i_paid_for worked_as_expected as_pictured as_promised just_right just_as_pictured hot_and_fresh
    tastes_good smells_good looks_good feels_good good_as_new go_to_product keeper holding_up so_happy made_my_day made_our_stay accommodating gracious caring
    hospitable personable prompt_reply swift rapid snappy lively tasteful timeless graceful handsome polished refined rugged tough_as_nails hardwearing waterproof
    leakproof stain_free odorless odourless noiseless silent whisper_quiet ergonomic supportive plush fluffy cushy roomy airy sunny scenic picturesque mouthwatering
    scrumptious zesty aromatic fragrant creamy fluffy moist flaky satisfying_meal filling nutritious wholesome organic educational informative insightful
    thought_provoking well_written page_turner gripping captivating riveting hilarious witty moving_story inspiring uplifting smart_choice no_regrets
    thrifty economical budget_friendly generous_portion generous_portions complimentary freebie discount`,
    weak: `ok okay fine decent acceptable adequate alright fair_enough cheap sufficient suitable compatible agree`,
  },
  complaint: {
    strong: `
    terrible horrible awful worst disgusting dreadful atrocious abysmal appalling horrendous garbage trash junk rubbish crap scam fraud fraudulent
    rip_off ripoff ripped_off fake counterfeit hate hated despise loathe useless worthless waste waste_of_money waste_of_time nightmare disaster
    pathetic unacceptable inexcusable outrageous furious livid disgrace disgraceful shameful shambles avoid stay_away steer_clear do_not_buy dont_buy
    fell_apart fall_apart falls_apart falling_apart food_poisoning sick cockroach mold mould moldy mouldy rancid rotten inedible zero_stars one_star 1_star
    never_again worse unusable ruined ruin joke insulting insult refund infuriating vile filthy revolting nauseating hideous`,
    plain: `
    bad poor poorly disappointing disappoint disappointed disappointment unhappy dissatisfied unsatisfied unsatisfactory dissatisfaction regret sad upset angry annoyed
    annoying annoy frustrated frustrating frustration irritating irritate irritated confusing confused misleading mislead deceptive dishonest lie lied rude
    unfriendly impolite unprofessional unhelpful incompetent careless lazy arrogant hostile ignored ignore dismissive indifferent slow sluggish late delayed delay
    broken break broke breaks defective faulty fault flaw flawed damaged damage torn tear tore ripped rip cracked crack scratched scratch scratchy itchy itch rough stiff
    uncomfortable tight loose baggy boxy shapeless unflattering ugly tacky flimsy thin see_through fragile weak cheaply_made shrink shrunk shrank
    fade faded stain stained wrinkled pill pilled fraying frayed leak leaked leaking leaky rust rusty smelly smell stink stinks stinky odor odour noise noisy loud
    dirty dusty sticky greasy oily soggy stale bland tasteless undercooked overcooked burnt burned raw salty bitter sour dry cold_food
    expensive overpriced pricey costly overcharged overcharge hidden_fees unfair wrong incorrect error mistake missing lost lose problem problems
    issue issues trouble complain complaint complaints fail failed fails failure malfunction crash crashed crashes freeze froze lag lags buggy glitch
    glitchy bug difficult hard_to_use complicated cumbersome clunky awkward impossible inconvenient hassle painful pain hurt hurts uncomfortable
    dangerous unsafe hazard toxic allergic rash headache tired boring dull tedious predictable lame mediocre underwhelming unimpressed unimpressive overrated
    inferior subpar substandard shoddy sloppy cheap_looking cheap_material cheap_plastic not_worth lacking inaccurate inconsistent unreliable unstable
    wobbly uneven crooked misaligned outdated old_fashioned cramped tiny crowded dark dingy dim damp humid gloomy shabby rundown run_down worn_out
    return_it returned_it returning_it send_it_back sent_it_back going_back go_back_to_my_old gave_up give_up stopped_working stop_working quit_working died dead
    doubt doubtful skeptical worry worried concern concerned fear afraid shame sorry unfortunately sadly regrettably negative nasty gross weird
    horrid unpleasant unbearable intolerable excessive harsh abrasive blurry fuzzy grainy dimly fishy suspicious cheated cheat mess messy chaos
    chaotic disorganized unorganized neglected uninspired shallow pointless silly stupid dumb ridiculous absurd nonsense unusably short_lived
    runs_small runs_large run_small too_small too_big too_large too_short too_long too_tight too_loose too_thin too_expensive too_slow too_loud too_sweet too_salty too_hard too_heavy heavy bulky flop letdown let_down lets_down let_me_down let_us_down lets_me_down
    change_a_thing find_a_better find_better ask_for_better ask_for_more stuck jam jammed jams snag snags clog clogged clogs squeak squeaks squeaky creak creaky wobble wobbles tangle tangled
    peel peels peeling chip chipped dent dented dents bent warped bubble bubbles crumble crumbled snap snapped collapse collapsed explode exploded overheat overheats overheating
    drain drains shut_off shuts_off turn_off_by_itself disconnect disconnects drop_connection bleed bleeds discolor discolored stretch_out stretched_out sag sagging saggy lumpy clumpy
    hard_as_a_rock chewy rubbery mushy watery overly_sweet flavorless lukewarm cold_and_stale runny bitter_aftertaste aftertaste chemical_smell plastic_smell fishy_smell weird_smell
    hesitate hesitated catch hidden_cost surprise_fee fee fees queue long_wait wait_forever waited_forever long_line understaffed unattended unanswered unresolved
    unfinished unsafe unclear unnecessary unfair unfortunate unimpressed unwelcoming unkind unreasonable unsanitary unhygienic unpolished untrustworthy unworthy
    inattentive impatient insensitive inflexible incomplete incompatible inaudible inefficient ineffective insufficient inadequate improper imperfect illogical irrelevant irresponsible
    misfit mismatch mismatched mistreated mishandled misspelled misses_the_mark overhyped overcomplicated overcrowded over_priced overdone oversold oversized undersized
    disrespectful disrespected disorganised discomfort disagree dislike disliked discouraged disheartened distracting disturbing disturbed dissapointed disapointed
    tricky finicky fussy fiddly temperamental stingy greedy sneaky shady sketchy creepy scary stressful exhausting tiresome cliche forgettable amateurish half_baked
    cheaply poorly_made badly_made second_rate low_quality bottom_of_the_barrel knockoff knock_off imitation generic_looking plasticky bugs hair mice bed_bugs bedbugs rats roaches filth grime grimy sewage
    regretful remorse buyer's_remorse dread embarrass embarrassed embarrassing guilt offended offensive appalled shocked horrified disgust disgusted heartbroken miserable misery suffer suffered suffering sore blister blisters bruise rejected denied refuse refused cancel cancelled canceled nope yuck ugh meh`,
    weak: `average so_so ordinary plain basic mediocre_at_best pale small short hard could_be_better needs_improvement not_for_me limited lacks_detail`,
  },
  wanted: `improvement quality charm support effect difference results result flavor flavour taste answer response reply help service warmth personality value character depth substance manners
    arrive arrived deliver show_up fit work last match respond answer understand effort structure close open charge turn_on start function functions connect sync load stick stay_on stay_in_place explanation apology`,
  negators: `not no never none nobody nothing nowhere neither nor without hardly scarcely barely rarely seldom lack lacking far_from anything_but free_of wish
    dont doesnt didnt isnt wasnt arent werent wont wouldnt cant couldnt shouldnt havent hasnt hadnt aint fail_to failed_to fails_to away_from instead_of least devoid_of absent`,
  intensifiers: `very really so extremely incredibly absolutely totally completely highly truly super too especially particularly quite entirely utterly
    deeply exceptionally remarkably most much more ever such could_not_be can_not_be always definitely seriously insanely always`,
  softeners: `slightly somewhat a_little a_bit fairly kind_of sort_of rather mildly moderately relatively pretty_much reasonably`,
  contrasts: `but however yet nevertheless nonetheless only_problem only_downside on_the_other_hand except_that`,
  concessions: `although though even_though despite in_spite_of even_if`,
  neutral: `
    not_only not_just not_merely not_simply no_doubt no_wonder no_matter without_a_doubt without_doubt without_question no_question nothing_but no_longer_have_to
    likely unlikely like_a like_the looks_like look_like looked_like feels_like feel_like felt_like seem_like seems_like would_like i_would_like i'd_like like_this like_that as_well as_well_as
    well_known kind_words at_least last_but_not_least last_year last_week last_month last_night last_time work_out at_work to_work for_work my_work homework thank_god right_away not_sure so_far so_that
    for_once fit_for hard_drive hard_disk fine_print short_sleeve short_sleeves cold_brew dark_blue dark_green dark_grey dark_brown dry_clean dry_cleaning dry_skin sick_of_my_old plus_size break_in sharp_edges
    in_no_time no_time no_sooner no_one_else not_to_mention cancel_out problem_solved issue_resolved lost_weight loose_fit loose_fitting most_of so_i so_we so_it so_they such_as more_than too_many much_more one_time fair_trade must_say no_other`,
  phrases: [
    ['pretty good', 0.6],
    ['pretty well', 0.6],
    ['pretty bad', -0.6],
    ['well worth', 0.9],
    ['can not wait', 0.7],
    ['can not go wrong', 0.9],
    ['can not complain', 0.6],
    ['could not ask for', 0.9],
    ['can not beat', 0.8],
    ['can not stand', -0.9],
    ['can not be bothered', -0.8],
    ['do not bother', -0.9],
    ['do not waste', -0.9],
    ['do not buy', -0.9],
    ['do not worry', 0.4],
    ['do not miss', 0.7],
    ['no way', -0.5],
    ['no use', -0.7],
    ['no good', -0.8],
    ['nothing like', -0.5],
    ['not so much', -0.5],
    ['not what i', -0.7],
    ['never order', -0.7],
    ['never buy', -0.8],
    ['never shop', -0.8],
    ['never return', -0.8],
    ['never come back', -0.8],
    ['will not return', -0.8],
    ['will not be back', -0.9],
    ['will not be return', -0.8],
    ['will not buy', -0.8],
    ['would not buy', -0.8],
    ['send back', -0.6],
    ['too good to be true', -0.6],
    ['good luck', -0.3],
    ['used to be', -0.4],
    ['should have been', -0.4],
    ['could have been', -0.4],
    ['would have been', -0.3],
    ['nothing to complain', 0.8],
    ['leaves a lot to be desired', -0.9],
    ['leave much to be desired', -0.9],
    ['nothing to write home about', -0.6],
    ['second thought', 0],
    ['what a shame', -0.7],
    ['no brainer', 0.8],
    ['out of this world', 0.9],
  ],
}
