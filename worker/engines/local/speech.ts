import { buildLexicon, type LexiconEntry } from "./lexicon.ts";

/** What a sentence does, whatever it is about. */
export type SpeechAct = "request" | "question" | "trouble" | "greeting";

const entries: LexiconEntry<SpeechAct>[] = [
  {
    means: "request",
    words: `i_want i_need i'd_like i_would_like i'm_looking i_am_looking looking_for looking_to can_you could_you would_you
      can_i could_i may_i please how_do_i how_can_i how_to help_me i'm_trying i_am_trying trying_to i_have_to want_to need_to
      let's calling_about contacting_you wondering_if interested_in ich_möchte ich_will ich_brauche ich_hätte_gern können_sie
      könnten_sie kann_ich wie_kann ich_würde bitte je_voudrais je_veux j'aimerais je_souhaite je_souhaiterais pouvez-vous
      pouvez_vous pourriez_vous j'ai_besoin comment_puis comment_faire quiero quisiera necesito me_gustaria puede podria
      como_puedo querria vorrei voglio ho_bisogno potrei puo potrebbe come_posso quero gostaria preciso pode poderia como_posso
      ik_wil ik_zou ik_moet kunt_u kun_je hoe_kan graag chce chciałbym chciałabym potrzebuję czy_moge prosze jag_vill
      хочу хотел_бы хотела_бы мне_нужно нужно помогите можно как_мне istiyorum lazim yapabilir nasil lütfen أريد اريد هل_يمكن
      أحتاج मुझे चाहता चाहती चाहिए कैसे したい ほしい ください お願い 想 需要 请 帮我 怎么 如何 싶어* 싶습니다 해주세요 어떻게`,
  },
  {
    means: "trouble",
    words: `but unfortunately problem* issue* error* wrong broke broken can't cannot couldn't won't doesn't didn't not_working
      never still_not fail* missing lost stolen late delay* leider aber problem* fehler* kaputt nicht nie trotzdem mais
      malheureusement probleme* erreur* jamais pas pero desgraciadamente problema* error* nunca no_me no_puedo purtroppo
      problema* errore* non_riesco mai mas infelizmente nao_consigo nunca maar helaas niet nooit niestety ale nie но к_сожалению
      не_могу не_работает maalesef ama 問題 できません 届きません 壊れ 问题 坏 不能 没有 문제* 안되* 않아*`,
  },
  {
    means: "greeting",
    words: `hello hi hey good_morning good_afternoon good_evening thanks thank_you how_are_you hallo guten_tag guten_morgen
      danke bonjour bonsoir merci hola buenos_dias buenas_tardes gracias ciao buongiorno grazie ola bom_dia boa_tarde obrigado
      obrigada hoi goedemorgen bedankt dzien_dobry dziekuje здравствуйте привет спасибо merhaba tesekkur* こんにちは ありがとう 你好 您好
      谢谢 안녕하세요 감사합니다 مرحبا شكرا नमस्ते धन्यवाद`,
  },
];

export const speechLexicon = buildLexicon(entries);
