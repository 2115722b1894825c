import { buildLexicon, findHits, type Lexicon } from "./lexicon.ts";
import type { Reading } from "./reading.ts";
import type { Finding } from "./signals.ts";

/** Who says what tells: the house (agent, bot, doctor), the person, or either. */
type Side = "house" | "person" | "either";

interface Cue {
  /** Choices that it speaks for, by their words. */
  named: RegExp;
  side: Side;
  words: Lexicon<true>;
}

const cue = (named: RegExp, side: Side, words: string): Cue => ({
  named,
  side,
  words: buildLexicon([{ means: true, words }]),
});

/** What is said where a choice that is called so applies. English first of all; other languages where the word is plain. */
const cues: Cue[] = [
  // Objections of buyers.
  cue(
    /^(too )?(price|cost|budget|expensive)/i,
    "person",
    `too_expensive expensive over_budget no_budget budget_for can't_afford cannot_afford cheaper price_is_high pricey
     costs_too_much zu_teuer trop_cher demasiado_caro troppo_caro`,
  ),
  cue(/^timing|not now/i, "person", "not_right_now next_quarter next_year too_busy later_this bad_time not_yet_ready"),
  cue(
    /missing feature|feature gap/i,
    "person",
    "does_it_integrate doesn't_support don't_support missing lacks lacking",
  ),
  cue(
    /^trust|credib|risk/i,
    "person",
    "never_heard references case_studies guarantee reviews security_concern* not_convinced worried_about sounds_too",
  ),
  cue(
    /^competitor|alternative/i,
    "person",
    "competitor* using_another already_use already_using currently_use compared_to",
  ),
  cue(
    /someone else decides|authority|decision.?maker/i,
    "person",
    `ask_my_boss my_manager my_boss ask_my_wife ask_my_husband my_partner_has talk_to_my check_with_my need_approval
     get_approval sign_off the_board procurement`,
  ),
  // How far a sale is and how it ends.
  cue(
    /^(won|closed won|sold)$/i,
    "person",
    "i'll_take_it we'll_take_it sign_me_up let's_do_it send_the_contract go_ahead where_do_i_sign i'll_buy sounds_good_let's",
  ),
  cue(
    /^(lost|closed lost|declined)$/i,
    "person",
    "not_interested no_thank_you no_thanks went_with going_with_another decided_against we'll_pass i'll_pass stop_calling",
  ),
  cue(
    /next step|meeting (agreed|booked)|demo (agreed|booked)/i,
    "either",
    "calendar_invite send_an_invite book_a_demo schedule_a schedule_the talk_again speak_again call_you_on call_you_next send_you_a_quote send_you_an_offer meet_on",
  ),
  cue(/^first contact|introduction|^intro/i, "house", "calling_from reaching_out my_name_is heard_of_us introduce"),
  cue(
    /^discovery|qualification|needs/i,
    "house",
    "what_are_you_using how_many_people what_challenges tell_me_about biggest_challenge your_current how_do_you_currently",
  ),
  cue(
    /^demo|presentation|evaluation/i,
    "either",
    "demo demonstration show_you let_me_show free_trial share_my_screen walk_you_through",
  ),
  cue(/^negotiat/i, "either", "discount per_seat better_price best_price terms contract_length negotiat*"),
  cue(
    /^closing|^close$/i,
    "either",
    "sign_the contract_over payment_details purchase_order welcome_aboard invoice_you",
  ),
  cue(
    /after.?sales?|existing customer/i,
    "person",
    "we_bought i_bought already_customer since_we_bought renewal renew",
  ),
  // Parts of the body, and what is done about them.
  cue(
    /heart|cardi|circulation/i,
    "person",
    "heart chest_pain palpitation* blood_pressure chest_tight* heartbeat herz* coeur corazon",
  ),
  cue(
    /lung|breath|respir/i,
    "person",
    "cough* breath* wheez* asthma inhaler short_of_breath phlegm pneumonia husten toux tos_",
  ),
  cue(
    /digest|stomach|gastro|bowel/i,
    "person",
    "stomach belly nausea* vomit* diarrh* constipat* heartburn bowel abdom* bauch* ventre estomago",
  ),
  cue(
    /muscle|joint|bone|ortho|musculo/i,
    "person",
    "knee* back_pain shoulder* hip joint* ankle* wrist* neck_pain sprain* fracture* arthritis muscle* ruecken rücken* genou rodilla",
  ),
  cue(/skin|dermat/i, "person", "rash* itch* skin mole eczema acne hives blister* haut peau piel"),
  cue(
    /nerve|neuro|head/i,
    "person",
    "headache* migraine* dizz* numb* seizure* tingling memory_loss stroke kopfschmerz* mal_de_tete",
  ),
  cue(
    /mental|psych/i,
    "person",
    "depress* anxi* panic_attack* sleep_badly insomnia suicid* stressed low_mood hopeless",
  ),
  cue(
    /\bear|nose|throat|eye|ent\b/i,
    "person",
    "ear_ ears earache sore_throat throat nose nosebleed* sinus* eye_ eyes vision blurry hearing tonsil*",
  ),
  cue(/hormone|metabol|endocr|diabet/i, "person", "diabet* insulin blood_sugar thyroid a1c cholesterol weight_gain"),
  cue(/kidney|urin|urolog/i, "person", "urin* pee_ kidney* bladder burning_when prostate"),
  cue(
    /pregnan|women|gyn|obstet/i,
    "person",
    "pregnan* period_ periods menstrua* miscarriage contraception pap_smear menopause",
  ),
  cue(
    /^medication|prescri|drug/i,
    "house",
    "prescrib* prescription take_this tablets twice_a_day milligram* mg_ increase_the_dose antibiotic* refill",
  ),
  cue(
    /test|imaging|lab/i,
    "house",
    "x-ray x_ray mri ct_scan ultrasound blood_test blood_work lab_ labs ekg ecg biopsy urine_sample",
  ),
  cue(
    /^referral|specialist/i,
    "house",
    "refer_you referral see_a_specialist cardiologist dermatologist neurologist orthop* physiotherap* physical_therapy",
  ),
  cue(/^procedure|surgery|operation/i, "house", "surgery operate operation procedure stitches injection removal"),
  cue(
    /advice|self.?care|lifestyle/i,
    "house",
    "plenty_of_rest drink_plenty avoid exercise over_the_counter ice_it keep_an_eye stretch* diet",
  ),
  cue(
    /follow.?up visit|^follow.?up$/i,
    "house",
    "come_back see_you_again see_you_in follow_up next_visit next_appointment",
  ),
  cue(
    /^emergency$/i,
    "either",
    "ambulance emergency_room call_911 call_112 chest_pain can't_breathe unconscious heavy_bleeding suicid* notaufnahme",
  ),
  cue(/^soon$/i, "house", "this_week within_days few_days next_few_days tomorrow"),
  // Why a bot hands over, and where in a call somebody is.
  cue(
    /asked for (a|the) (person|human|agent)|caller request/i,
    "person",
    "agent representative operator_ real_person human speak_to_someone speak_to_a talk_to_someone talk_to_a customer_service",
  ),
  cue(
    /not understood|misunder|no.?match|recogni/i,
    "house",
    "didn't_catch did_not_catch didn't_understand did_not_understand don't_understand didn't_get say_that_again repeat_that rephrase",
  ),
  cue(
    /identif|authentic|verif|sign.?in/i,
    "house",
    "verify date_of_birth account_number security_question pin_ identity last_four member_number passcode couldn't_find_an_account could_not_verify",
  ),
  cue(
    /outside|out of scope|not supported|no such function/i,
    "house",
    "can't_help_with cannot_help_with not_able_to_help unable_to_help don't_handle not_something_i only_help_with",
  ),
  cue(
    /complex|could not finish/i,
    "house",
    "specialist_will needs_a_specialist more_complicated complex need_a_colleague someone_who_can",
  ),
  cue(
    /technical|system (fault|error|failure)/i,
    "house",
    "technical_difficult* system_is_down system_error something_went_wrong technical_problem outage",
  ),
  cue(
    /greeting|menu|start/i,
    "house",
    "how_can_i_help how_may_i_help press_one press_1 main_menu welcome_to in_a_few_words say_or_press",
  ),
  cue(
    /stating|request|intent/i,
    "house",
    "tell_me_what what_are_you_calling what_would_you_like in_a_few_words anything_specific",
  ),
  cue(
    /details|slot|information/i,
    "house",
    "which_date what_date which_one how_much_would what_amount what_time which_account please_enter tell_me_the",
  ),
  cue(
    /waiting|processing/i,
    "house",
    "one_moment just_a_moment please_wait looking_that_up let_me_check bear_with_me still_working",
  ),
  cue(/confirm/i, "house", "is_that_correct is_that_right shall_i_go please_confirm do_you_want_me_to say_yes"),
  cue(
    /queue|hold/i,
    "house",
    "please_hold all_our_agents currently_busy in_the_queue estimated_wait transferring_you connect_you stay_on_the_line",
  ),
  // Feedback.
  cue(
    /^(bug|defect|error)/i,
    "person",
    "bug crash* error* broken glitch* doesn't_work not_working won't_load freezes losing_my fails stopped_working keeps_failing",
  ),
  cue(
    /feature request|^(wish|idea|suggestion)/i,
    "person",
    "please_add would_be_great would_be_nice wish would_love should_have could_you_add feature_request add_a_way missing_a need_an_option",
  ),
  cue(/^complaint/i, "person", "annoying disappointed terrible worst frustrat* unacceptable useless too_slow waste_of"),
  cue(
    /^(praise|compliment)/i,
    "person",
    "love great_work great_job amazing excellent awesome thank_you_for well_done perfect best_app fantastic",
  ),
  cue(/^question/i, "person", "how_do_i how_can_i is_there_a is_it_possible can_i where_is where_do what_does"),
  // What people ask of an assistant, and what comes of it.
  cue(
    /^(refused|declined)$/i,
    "house",
    "can't_help_with cannot_help_with can't_assist cannot_assist unable_to_help won't_be_able_to_help",
  ),
];

/** Are there words that would speak for a choice, said or not? */
export function hasCue(choice: string): boolean {
  return cues.some(({ named }) => named.test(choice.trim()));
}

/** How far a choice is spoken for by what is said where it applies; null where it is not, or no such words are known. */
export function choiceCue(choice: string, sentences: Reading["sentences"]): Finding | null {
  let best: Finding | null = null;
  for (const { named, side, words } of cues) {
    if (!named.test(choice.trim())) continue;
    for (const sentence of sentences) {
      if (side !== "either" && sentence.house !== (side === "house")) continue;
      for (const hit of findHits(words, sentence.tokens, sentence.text, sentence.start)) {
        if (best) best.weight += 0.25;
        else best = { weight: 1.1, sentence, at: hit.start };
      }
    }
  }
  return best && { ...best, weight: Math.min(2, best.weight) };
}
