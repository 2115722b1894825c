import type { LexiconEntry } from "./lexicon.ts";

/** What people want done with a subject, as far as support talk distinguishes it. */
export type Action =
  | "book"
  | "search"
  | "buy"
  | "cancel"
  | "change"
  | "status"
  | "problem"
  | "price"
  | "pay"
  | "return"
  | "lost"
  | "activate"
  | "block"
  | "add"
  | "show"
  | "followUp"
  | "renew"
  | "repair"
  | "attend"
  | "declined"
  | "wrong"
  | "twice";

/**
 * How much an action counts against others in the same breath: "cancel my booking" is a cancellation, for the word
 * "booking" only names what there is.
 */
export const actionWeights: Partial<Record<Action, number>> = {
  book: 0.8,
  add: 0.7,
  show: 0.8,
  buy: 0.9,
  cancel: 1.4,
  change: 1.2,
  status: 1.1,
};

/** How a label is made of an action and a subject where the subject does not say it itself. */
export const actionTemplates: Record<Action, string> = {
  book: "{noun} booking",
  search: "{noun} search",
  buy: "{noun} purchase",
  cancel: "{noun} cancellation",
  change: "{noun} change",
  status: "{noun} status",
  problem: "{noun} problem",
  price: "{noun} price",
  pay: "{noun} payment",
  return: "{noun} return",
  lost: "Lost {lower}",
  activate: "{noun} activation",
  block: "{noun} blocking",
  add: "New {lower}",
  show: "{noun} overview",
  followUp: "{noun} follow-up",
  renew: "{noun} renewal",
  repair: "{noun} repair",
  attend: "{noun} attendance",
  declined: "{noun} declined",
  wrong: "Wrong {lower}",
  twice: "Duplicate {lower}",
};

/** Labels for an action whose subject is not known; null where the action alone says too little. */
export const actionAlone: Record<Action, string | null> = {
  book: "Booking request",
  search: null,
  buy: "Purchase",
  cancel: "Cancellation request",
  change: "Change request",
  status: "Status enquiry",
  problem: "Problem report",
  price: "Price enquiry",
  pay: "Payment question",
  return: "Return request",
  lost: "Lost item",
  activate: "Activation",
  block: null,
  add: null,
  show: null,
  followUp: "Follow-up",
  renew: "Renewal",
  repair: "Repair request",
  attend: null,
  declined: "Problem report",
  wrong: "Problem report",
  twice: null,
};

export const actionEntries: LexiconEntry<Action>[] = [
  {
    means: "book",
    words: `book booking reserve reservation reservations reserving schedul* set_up arrange plan planning organiz* organis* make_appointment
      need_a_ride call_a_taxi order_a_taxi pick_me_up buch* *buchen *buchung* reservier* vereinbar* organisier* planen
      reserver prendre_rendez* planifi* agendar agenda_una program* concertar marcar prenot* fissare boek* afspraak_maken
      inplannen zarezerw* umowic zabronirov* заброн* брон* записать* запис* rezervasyon* randevu_al* 予約 预订 預訂 预约 預約 예약*
      حجز* احجز* बुक* आरक्षण*`,
  },
  {
    means: "search",
    words: `search searching find finding look_for looking_for recommend* suggest* suggestion* looking_to_find options rating ratings
      available_in nearest nearby which_one such* suche finde finden empfehl* vorschl* cherch* trouv* recommand* busc*
      encontrar recomend* suger* cerc* trov* consigli* procur* zoek* vind* aanbev* szuk* znalez* polec* ищу найти найди
      подобрат* посовет* ara* bulmak oner* 探し* おすすめ 检索 搜索 查找 推荐 推薦 찾* 추천* ابحث* اقترح* खोज* ढूंढ* सुझाव*`,
  },
  {
    means: "buy",
    words: `buy buying purchase place_an_order order_a order_some want_to_order kauf* bestellen_moechte acheter achat
      comprar compra acquist* comprare kopen kupic купить satin_al* 購入 买 购买 買 구매* شراء खरीद*`,
  },
  {
    means: "cancel",
    words: `cancel cancels cancel* terminat* unsubscrib* close_my close_the close_account delete remove end_my call_off
      get_rid_of stornier* storno* kuendig* kündig* abbestell* widerruf* absagen lösche* loesche* annul* resili* supprim*
      cancelar cancela* anular dar_de_baja elimin* disdi* disdetta annull* opzeg* annuler* verwijder* anulow* odwola*
      zrezygn* usun* отмен* удал* расторг* iptal* sil* キャンセル 解約 取り消 削除 取消 注销 退订 删除 취소* 해지* 삭제* الغاء إلغاء
      حذف रद्द* हटा*`,
  },
  {
    means: "change",
    words: `change changing changed modify modif* update updating reschedul* edit switch amend adjust move_my move_it
      postpone correct_my aenderung* ändern ändere aendern änder* *änderung* verschieb* umbuch* aktualisier* wechsel*
      changer modifi* deplacer reporter mettre_a_jour cambiar cambio modificar actualiz* aplazar cambiare spostare
      modific* mudar alterar alteracao wijzig* omboek* verander* verplaats* aanpass* zmien* zmian* przeloz* измен* поменя* смен*
      перенес* degistir* guncelle* 変更 更改 修改 改签 變更 변경* 수정* تغيير تعديل बदल*`,
  },
  {
    means: "status",
    words: `status where_is where's where_are track tracking tracked eta when_will when_is_it how_long_until how_long_does
      how_long_will not_arrived hasn't_arrived haven't_received not_received still_waiting not_here arrive_yet check_on
      any_update going_on_with still_hasn't still_not_here what_happened_to wo_ist wo_bleibt wann_kommt sendungsverfolg* noch_nicht_da immer_noch_nicht nicht_angekommen stand_meiner
      ou_est ou_en_est suivi suivre pas_recu toujours_pas quand_arrive donde_esta cuando_llega no_ha_llegado no_he_recibido
      estado_de seguimiento rastrear dov'e dove_e quando_arriva non_e_arrivat* tracciare onde_esta rastreio rastreamento
      nao_chegou nao_recebi quando_chega waar_is waar_blijft wanneer_komt volgen gdzie_jest kiedy_bedzie где_мой где_моя где_мое где
      статус отслед* не_пришел не_пришла nerede takip* どこ 届か 届きません 追跡 状況 到哪 哪里 还没到 物流 查询 어디* 배송조회* 언제* أين
      कहाँ कहां स्थिति`,
  },
  {
    means: "problem",
    words: `problem* issue* error* broken broke doesn't_work don't_work not_working isn't_working won't_work stopped_working
      didn't_work can't_use fail* failing crash* bug bugs glitch* freez* stuck unable_to cannot cant_get not_able wrong_with
      trouble malfunction* faulty defect* damaged leak* slow outage not_showing doesn't_show disappeared missing didn't_receive
      problem* fehler* kaputt defekt* funktioniert_nicht geht_nicht klappt_nicht störung* stoerung* beschädigt abgestürzt
      langsam probleme* panne en_panne ne_marche ne_fonctionne marche_pas fonctionne_pas casse defectueux abime erreur*
      bloque problema* no_funciona error* fallo* falla* averia* roto rota danad* estropead* non_funziona guasto rotto
      difettos* errore* nao_funciona erro* defeito* quebrad* avaria* werkt_niet kapot storing* fout* defect nie_dziala
      zepsut* blad* awari* uszkodz* problem не_работа* ошибк* слома* проблем* поврежд* calismiyor hata* bozuk* arizali*
      動かない 動きません 壊れ 故障 エラー 不具合 問題 使えない できない 坏了 错误 問題 问题 无法 不能用 고장* 오류* 문제* 안돼* عطل لا_يعمل مشكلة خطأ खराब*
      समस्या* काम_नहीं`,
  },
  {
    means: "price",
    words: `price prices pricing cost costs how_much fee fees rate_for charge_for quote preis* kosten kostet wie_viel wieviel
      gebühr* gebuehr* prix combien cout* tarif* frais precio* cuanto_cuesta cuesta coste* tarifa* prezzo quanto_costa costo
      preco quanto_custa custa prijs hoeveel kost kosten cena ile_kosztuje koszt* цена стоимость сколько_стоит стоит fiyat*
      ne_kadar 料金 値段 価格 いくら 价格 多少钱 費用 费用 가격* 요금* 얼마* سعر كم كीमत* दाम`,
  },
  {
    means: "pay",
    words: `pay paying paid make_a_payment bezahl* zahlen zahle payer paye regler pagar pago pague pagare betalen betaal*
      zaplac* оплат* odeme* ode* 支払 払い 付款 支付 결제* دفع भुगतान*`,
  },
  {
    means: "return",
    words: `return returning returned send_back send_it_back give_back bring_back zurückgeb* zurueckgeb* zurückschick*
      zuruckschick* rückgabe* ruckgabe* retoure* zurücksend* retourn* renvoyer rendre devolver devolucion* restitu* reso
      rendere devolucao terugstur* retour* zwrot* zwroc* odesla* вернуть возврат* iade* geri_gonder* 返品 返送 退货 退貨 반품*
      إرجاع ارجاع वापस*`,
  },
  {
    means: "lost",
    words: `lost lose stolen misplaced left_my forgot_my swallowed stole theft mislaid verloren verlor* gestohlen geklaut
      vergessen perdu* vole oubli* perdi perdido* robado* robaron olvid* perso rubat* smarrit* perdi roubad* kwijt gestolen
      vergeten zgubi* skradz* zapomni* потеря* украл* забыл* kaybet* calin* unuttum 失くし なくし 盗まれ 忘れ 丢了 丢失 被盗 忘记
      分失* 잃어버* 분실* 잊어버* فقد سرق نسيت खो_ग* चोरी भूल*`,
  },
  {
    means: "activate",
    words: `activat* enable turn_on register verif* confirm_my aktivier* freischalt* activer activar attivar* ativar
      activer* aktywow* активир* etkinlestir* 有効化 激活 开通 활성화* تفعيل सक्रिय*`,
  },
  {
    means: "block",
    words: `block blocking freeze lock_my suspend deactivat* disable sperr* blockier* bloquer bloque* bloccar* blokker*
      zablok* заблок* bloke* 停止 止め 冻结 挂失 정지* تجميد ब्लॉक*`,
  },
  {
    means: "add",
    words: `add adding create creating set remind new open_an open_a apply sign_up signup get_a put_on make_a
      hinzufüg* erstell* eröffn* stell neu* neue* erinner* stelle ajout* creer cree ouvrir nouveau nouvelle mets rappelle agreg* anad* crear abrir nuev* 
      ponme recuerd* recuerdame aggiung* crea creare aprire nuov* impost* ricord* adicion* criar abrir novo nova lembr* defin*
      toevoeg* maak aanmaken nieuw* zet herinner* dodaj utworz* otworz* now* ustaw* przypomnij добав* созда* откры* нов* напомни* постав*
      ekle* olustur* kur  hatirlat* 追加 作成 設定 セット 新規 添加 创建 设置 设定 開設 提醒 추가* 설정* 만들* اضف أضف انشاء جوڑ ضبط जोड़* सेट*`,
  },
  {
    means: "show",
    words: `show list check view see display tell_me what_are do_i_have how_many know_my look_up zeig* zeige liste welche
      wie_viele montre* affiche* consult* voir quels muestra* mostrar ver cuales consultar mostra* vedere quali elenca
      ver quais toon laat_zien bekijk* welke pokaz* sprawdz* lista покаж* провер* какие goster* listele kontrol* 見せ 表示
      確認 一覧 显示 查看 看看 列出 보여* 확인* اظهر أظهر عرض اعرض दिखा* बता*`,
  },
  {
    means: "followUp",
    words: `follow_up follow-up followup following_up instructions results result nachsorge nachfrage* befund* ergebnis*
      resultat* suivi_medical resultado* seguimiento risultat* uitslag* wynik* результат* sonuc* 結果 结果 결과* نتائج परिणाम*`,
  },
  {
    means: "renew",
    words: `renew* extend extension expir* verlänger* verlaenger* ablauf* renouvel* prolong* renov* extender caduc*
      rinnov* scad* verleng* verlop* przedluz* odnow* продл* истек* yenile* uzat* 更新 延長 期限 续费 续订 到期 갱신* 연장* تجديد नवीनी*`,
  },
  {
    means: "repair",
    words: `repair* fix fixed technician engineer_visit maintenance reparier* reparatur* techniker* wartung* repar*
      technicien* reparacion* tecnico* riparaz* riparare manuten* monteur* reparat* napraw* serwis* ремонт* почин* tamir*
      onar* 修理 维修 修復 수리* إصلاح صيانة मरम्मत*`,
  },
  {
    means: "attend",
    words: `rsvp attend* join_the come_to be_there guest_list teilnehm* zusag* assister participer asistir confirmar_asist*
      partecip* comparecer deelnemen wezme_udzial участв* katil* 参加 出席 参加する 참석* حضور शामिल*`,
  },
  {
    means: "declined",
    words: `declin* reject* refus* denied not_accepted bounced abgelehnt* verweigert* refuse* rechazad* rifiutat* recusad*
      geweiger* afgewez* odrzuc* отклон* reddedil* 拒否 断られ 拒绝 被拒 거절* رفض مرفوض अस्वीकार*`,
  },
  {
    means: "wrong",
    words: `wrong incorrect* inaccurate mistaken not_right falsch* verkehrt* incorrect* mauvais* faux equivocad* sbagliat*
      errad* verkeerd* onjuist* zly bledn* неправильн* неверн* yanlis* 間違 違う 错了 不对 不正确 잘못* خاطئ गलत*`,
  },
  {
    means: "twice",
    words: `twice double doubled duplicate* two_times doppelt* zweimal deux_fois double dos_veces duplicad* due_volte
      doppi* duas_vezes dubbel* twee_keer dwa_razy podwojn* дважды iki_kez 二重 2回 两次 重复 두_번 중복* مرتين दो_बार`,
  },
];
