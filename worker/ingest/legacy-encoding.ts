/** Encodings of East Asia that exports still come in, by the names the Encoding Standard gives them. */
export const legacyEncodings = ["shift_jis", "gb18030", "big5", "euc-kr", "euc-jp"] as const;
export type LegacyEncoding = (typeof legacyEncodings)[number];

const kana =
  "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだでどばびぶべぼっゃゅょアイウエオカキクケコサシスセソタチツテトナニネノハヒフヘホマミムメモヤユヨラリルレロワンッャュョー";

/** The signs that make up most of any text of the language; in text decoded wrongly they are rare. Data, not code. */
const frequent: Record<LegacyEncoding, Set<string>> = {
  shift_jis: new Set(kana),
  "euc-jp": new Set(kana),
  gb18030: new Set(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运退款请您吗客服订单谢",
  ),
  big5: new Set(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指許統區保至隊形社便空決治展馬科請您嗎客服訂單謝",
  ),
  "euc-kr": new Set(
    "이다는을가에의하고지은를한도로서기나어아리자사시인해있으그니것라수대게만일요습까면들어부여정제스주상보안전장문무했없세원내오성동신야더구되요합니다십시오감드려주문배송환불",
  ),
};

/** Shares of frequent signs among those beyond ASCII below which nothing is believed. */
const fewest = 0.25;

/**
 * Which East Asian encoding bytes that are not UTF-8 are in; null where they look like none. All are tried: one that
 * decodes without a fault and gives the signs that its language is made of is the one.
 */
export function detectLegacy(head: Uint8Array): LegacyEncoding | null {
  let best: { encoding: LegacyEncoding; share: number } | null = null;
  for (const encoding of legacyEncodings) {
    const text = decodeStrictly(head, encoding);
    if (text === null) continue;
    const signs = [...text].filter((sign) => sign > "\u007f" && !punctuation.test(sign));
    if (signs.length < 2) continue;
    const share = signs.filter((sign) => frequent[encoding].has(sign)).length / signs.length;
    if (share >= fewest && (best === null || share > best.share)) best = { encoding, share };
  }
  return best?.encoding ?? null;
}

const punctuation = /[\u3000-\u3020\uff00-\uff65]/;

/** The beginning of a file may end in the middle of a sign: then a few bytes fewer decode. */
function decodeStrictly(head: Uint8Array, encoding: LegacyEncoding): string | null {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for (let cut = 0; cut < 4; cut++) {
    try {
      return decoder.decode(head.subarray(0, head.length - cut));
    } catch {
      // A sign torn in two, or another encoding.
    }
  }
  return null;
}
