import type { LexiconEntry } from "./lexicon.ts";

/** Words of feeling, written for this project. Strong ones count double; events and formulas stand in sentiment-events.ts. */
export interface Feeling {
  polarity: 1 | -1;
  strength: number;
  kind: "feeling" | "event" | "insistence" | "formula";
}

const good = { polarity: 1, strength: 1, kind: "feeling" } as const;
const veryGood = { polarity: 1, strength: 2, kind: "feeling" } as const;
const bad = { polarity: -1, strength: 1.2, kind: "feeling" } as const;
const veryBad = { polarity: -1, strength: 2, kind: "feeling" } as const;

export const feelingEntries: LexiconEntry<Feeling>[] = [
  {
    means: good,
    words: `good great nice happy glad pleased helpful splendid delightful lovely praise thoughtful brilliantly that_was_quick thanks thank appreciate* friendly kind easy quick smooth recommend enjoy* like_it
      works_now satisfied comfortable correct useful fun gut gute guten super zufrieden freundlich hilfreich danke schnell klasse toll freue*
      bon bonne content contente satisfait* sympa gentil* utile merci rapide ravi bueno buena buen contento satisfech* amable util gracias rapido
      buono buona contento soddisfatt* gentile grazie veloce bom boa satisfeit* obrigad* gostei goed fijn tevreden vriendelijk bedankt blij
      dobry dobrze zadowolon* mily dziekuje bra glad tack iyi memnun tesekkur* guzel хорош* доволен довольна спасибо рад удобн* быстро
      良い よかった 嬉しい 助かり ありがとう 便利 好 不错 满意 谢谢 方便 高兴 좋* 만족* 감사* 친절* جيد شكرا راض ممتن अच्छ* धन्यवाद खुश`,
  },
  {
    means: veryGood,
    words: `excellent amazing awesome fantastic wonderful perfect love loved brilliant outstanding delighted superb best_service thrilled
      fantastisch wunderbar perfekt ausgezeichnet begeistert großartig hervorragend ich_liebe excellent* genial* parfait* magnifique formidable adore
      excelente maravillos* perfecto fantastic* encanta* eccellente fantastic* perfett* meraviglios* adoro maravilhos* perfeit* otimo
      geweldig uitstekend perfect swietn* wspanial* doskonal* utmärkt harika mukemmel отличн* прекрасн* великолепн* обожаю 最高 素晴らしい 完璧 非常好
      太棒 完美 喜欢 최고* 훌륭* ممتاز رائع बढ़िया शानदार`,
  },
  {
    means: bad,
    words: `bad poor sick_of fed_up not_good_enough enough_of not_acceptable worse unhappy sad disappoint* annoy* upset confus* worried worry concern*
      complain* rude unhelpful unfortunately hate_to tired_of waste frustrat* inconvenien*
      schlecht* leider enttäusch* ärger* unfreundlich beschwer* sorge* traurig mauvais*
      decu* decevant malheureusement impoli plainte triste inquiet* mala malo decepcion*
      grosero queja* triste preocupad* cattivo delus* maleducat* reclamo preoccupat* ruim demora* decepcionad*
      grosseir* slecht* teleurgesteld klacht* zly zle rozczarowan*
      dålig* besviken плох* ошибк* разочарован* жалоб* 悪い 残念 困る 困って 差
      失望 不好 나쁘* 실망* سيء محبط बुर* निराश*`,
  },
  {
    means: veryBad,
    words: `terrible horrible awful worst disgust* furious angry outrag* unacceptable ridiculous scam useless hate pathetic disgrace* nightmare appall*
      furchtbar* schrecklich* unverschämt* inakzeptabel katastroph* wütend frechheit nutzlos betrug horrible* terrible* inacceptable* inadmissible furieu*
      scandaleu* honte nul nulle arnaque pesim* horrible* terrible inaceptable furios* vergüenza estafa pessim* orribil* terribil* inaccettabil*
      arrabbiat* vergogna truffa pessim* horrivel terrivel inaceitavel furios* vergonha golpe verschrikkelijk vreselijk onacceptabel woedend schandal*
      okropn* straszn* skandal* wsciekl* fruktansvärd berbat rezalet korkunc ужасн* отвратительн* кошмар* позор* возмутительн* 最悪 ひどい 許せない 怒 糟糕 太差 垃圾 愤怒
      骗子 최악* 끔찍* 화가* 엉망* فظيع أسوأ غاضب भयानक घटिया गुस्सा`,
  },
];

/** Words that turn the feeling of the next few words round. */
export const negations: ReadonlySet<string> = new Set(
  `not no never don't doesn't didn't isn't wasn't aren't won't can't cannot couldn't wouldn't haven't hasn't without hardly nothing nicht kein keine keinen nie
   ohne ne pas jamais aucun sans nunca sin non mai senza nao nunca jamais sem niet geen nooit zonder nie bez inte aldrig degil yok не нет никогда без ليس لا لم
   नहीं 不 没 没有 안 못 ない ません`.split(/\s+/),
);

/** Words right before a feeling that make it more. */
export const intensifiers: ReadonlySet<string> = new Set(
  `very so really such truly totally absolutely extremely incredibly sehr wirklich echt total voll absolut tres tellement vraiment si trop muy tan realmente
   super molto davvero cosi tanto muito tao mesmo heel erg zo bardzo очень так cok とても 本当に すごく 非常 很 太 정말 너무`.split(
    /\s+/,
  ),
);

/** What would be good is not good yet. */
export const subjunctives: ReadonlySet<string> = new Set(
  "would could should might i'd wäre ware ware waere würde wurde wuerde serait seria sarebbe gostaria zou было_бы".split(
    /\s+/,
  ),
);
