import type { LexiconEntry } from "./lexicon.ts";

/** Closed sets of values for what facets often ask besides the matter itself. `means` is the value as it is answered. */

export const outcomeWords: LexiconEntry<string>[] = [
  {
    means: "Resolved",
    words: `resolved solved solution works_now working_now fixed that_worked that's_all that_is_all all_set you're_all_set has_been_booked booked_for is_confirmed confirmed
      confirmation successfully success completed done_for processed has_been_sent refunded got_it problem_solved that_helps very_helpful gelöst erledigt funktioniert_jetzt
      geklappt bestätigt das_war_alles erfolgreich resolu* regle* confirme c'est_tout ca_marche resuelto solucionad* confirmad* eso_es_todo risolto confermat* e_tutto
      resolvid* e_so_isso opgelost bevestigd dat_was_alles rozwiaz* potwierdz* löst решен* решено подтвержд* работает_теперь cozuldu onaylandi 解決 確認できました 完了 解决 已确认 搞定
      해결* 완료* تم_الحل تم_تأكيد हल_हो पुष्टि`,
  },
  {
    means: "Unresolved",
    words: `unresolved unsolved still_not still_doesn't not_possible not_available no_results nothing_found nothing_available cannot_help can't_help unable_to i_am_sorry unfortunately out_of_scope
      don't_understand doesn't_help not_resolved no_solution ungelöst leider_nicht geht_leider_nicht immer_noch_nicht keine_lösung malheureusement toujours_pas impossible lamentablemente no_es_posible
      sigue_sin purtroppo non_e_possibile infelizmente nao_e_possivel helaas nog_steeds_niet niestety к_сожалению не_получ* maalesef 申し訳ありません できません 抱歉 无法 해결되지 للأسف खेद`,
  },
  {
    means: "Escalated",
    words: `escalat* transfer_you transferring_you supervisor manager specialist second_level forward_your forwarded_to connect_you pass_you_on hand_over handed_over weiterleit* weitergeleitet verbinde_sie
      vorgesetzt* teamleiter* transferer_votre responsable superieur escalar supervisor le_paso transferir_le responsabile la_trasferisco supervisor doorverbind* leidinggevende przekaz* kierownik* переключ* руководител*
      старш*_специалист* yonetici* aktar* 担当部署 上司 おつなぎ 转接 主管 转给 연결해 상급자 تحويلك المشرف स्थानांतरित`,
  },
  {
    means: "Follow-up needed",
    words: `get_back_to_you call_you_back we_will_contact will_be_in_touch within_24_hours within_48_hours business_days opened_a_ticket ticket_number under_investigation looking_into wait_for we_will_investigate melden_uns
      rufen_sie_zurück werktage* ticket_eröffnet prüfen_wir recontacter jours_ouvrables nous_reviendrons le_contactaremos dias_habiles la_ricontatter* giorni_lavorativi entraremos_em_contato dias_uteis werkdagen
      nemen_contact skontaktuj* dni_robocz* свяжемся рабочих_дн* donus_yapacagiz is_gunu 折り返し 営業日 工作日 回复您 영업일 연락드리 سنتصل कार्य_दिवस`,
  },
];

export const emotionWords: LexiconEntry<string>[] = [
  {
    means: "Frustrated",
    words: `frustrat* annoy* fed_up third_time second_time again_and_again still_not waste_of ridiculous sick_of tired_of genervt nervig frustrier* schon_wieder immer_noch frustre* agace* enerve* toujours_pas frustrad* harto hart*_de molest*
      frustrat* stufo irritad* gefrustreerd geïrriteerd zirytowan* frustrerad раздраж* надоел* bikt* sinir_boz* イライラ うんざり 烦 受够 짜증* محبط परेशान`,
  },
  {
    means: "Angry",
    words: `angry furious outrag* unacceptable disgrace* lawyer sue_you worst scandal* wütend unverschämt* frechheit inakzeptabel anwalt en_colere furieu* inadmissible scandaleu* enfadad* furios* indignad* inaceptable arrabbiat* furios*
      inaccettabil* com_raiva revoltad* inaceitavel boos woedend wsciekl*  зол возмущ* безобраз* kizgin ofkeli 怒 許せない 愤怒 生气 화가* 분노* غاضب गुस्सा`,
  },
  {
    means: "Worried",
    words: `worried worry concern* afraid scared anxious nervous panic* urgent_help stolen besorgt sorge* angst inquiet* peur preocupad* miedo preoccupat* paura preocupad* medo bezorgd  zaniepokoj* orolig беспоко* боюсь страшно endise* kork*
      心配 不安 担心 害怕 걱정* 불안* قلق चिंता* डर`,
  },
  {
    means: "Confused",
    words: `confus* don't_understand do_not_understand unclear what_does_that_mean no_idea i'm_lost not_sure verwirr* verstehe_nicht unklar keine_ahnung perdu* comprends_pas pas_clair confundid* no_entiendo no_me_queda_claro confus* non_capisco
      confus* nao_entendo verward begrijp_niet niet_duidelijk nie_rozumiem не_понимаю непонятн* anlamadim kafam_karis* わからない 分かりません 不明白 不懂 모르겠* 헷갈* لا_أفهم समझ_नहीं`,
  },
  {
    means: "Disappointed",
    words: `disappoint* let_down expected_better unhappy sad_to enttäusch* decu* deception decepcion* delus* desapontad* decepcionad* teleurgesteld rozczarow* besviken разочаров* hayal_kirik* 残念 失望 실망* خيبة निराश*`,
  },
  {
    means: "Satisfied",
    words: `happy glad great perfect excellent awesome wonderful pleased satisfied love_it amazing zufrieden super toll perfekt klasse freue* content ravi* parfait satisfait* contento satisfech* perfecto genial encantad* soddisfatt* perfett* contento
      satisfeit* feliz perfeit* tevreden perfect blij zadowolon* swietn* nöjd доволен довольна отличн* memnun harika 満足 嬉しい 最高 满意 高兴 太好 만족* 좋아요 سعيد راض खुश संतुष्ट`,
  },
  {
    means: "Grateful",
    words: `thank_you_so thank_you_very thanks_so thanks_a_lot really_appreciate appreciate* grateful vielen_dank herzlichen_dank tausend_dank merci_beaucoup mille_merci muchas_gracias mil_gracias grazie_mille molte_grazie muito_obrigad* hartelijk
      bardzo_dziekuje tack_så_mycket большое_спасибо благодар* cok_tesekkur* 本当にありがとう 感謝 非常感谢 感激 정말_감사* 감사드* شكرا_جزيلا बहुत_धन्यवाद`,
  },
];

export const causeWords: LexiconEntry<string>[] = [
  {
    means: "Delay",
    words: `late delay* still_waiting waiting_for not_arrived hasn't_arrived overdue takes_too_long verspät* noch_nicht_da immer_noch_nicht zu_spät warte_seit noch_nicht_angekommen retard* en_retard attends_depuis toujours_pas retras* demora* no_ha_llegado esperando ritardo in_ritardo atras* vertrag* te_laat opozn* задерж* опозда* gecik* 遅れ 遅延 まだ届 延迟 迟到 还没到 지연* 늦* تأخ* देर* विलंब`,
  },
  {
    means: "Damaged or faulty",
    words: `broken damaged faulty defect* cracked scratched scratch torn soaked smashed leaks leaking chipped crushed dented shattered ruined in_pieces ausgelaufen zersplittert zerkratzt verbeult verschimmelt cabosse* fele* raye* fendu* abollad* rayad* rajad* ammaccat* crepat* graffiat* amassad* rachad* riscad* kaputt beschädigt defekt zerbrochen casse abime* defectueu* roto dañad* danad* defectuos* rotto danneggiat* difettos* quebrad* danificad* kapot beschadigd uszkodz* zepsut* сломан* поврежд* брак kirik hasarli bozuk 壊れ 破損 损坏 坏了 파손* 불량* مكسور تالف टूट* खराब`,
  },
  {
    means: "Technical error",
    words: `error* bug* crash* glitch* not_working doesn't_work won't_load won't_open outage offline fehlermeldung* absturz abgestürzt funktioniert_nicht störung erreur* bogue plante* ne_fonctionne_pas panne fallo* no_funciona no_carga errore* non_funziona erro_ nao_funciona storing werkt_niet nie_dziala awari* ошибк* не_работает сбой hata* calismiyor エラー 不具合 動かない 错误 故障 오류* 고장* 안_돼 خطأ عطل त्रुटि काम_नहीं`,
  },
  {
    means: "Price or fees",
    words: `too_expensive price* fee fees charged overcharged cost* zu_teuer preis* gebühr* kosten trop_cher frais prix demasiado_caro precio* tarifa* troppo_caro prezzo costo muito_caro preco taxa te_duur kosten za_drogo cena oplat* дорого цена комисси* pahali ucret* 高い 料金 手数料 太贵 价格 手续费 비싸* 요금* 수수료* غالي رسوم महंगा शुल्क`,
  },
  {
    means: "Wrong item or amount",
    words: `wrong incorrect mistake* different_from not_what_i_ordered double_charged charged_twice falsch* verkehrt* doppelt mauvais* errone* equivocad* incorrect* sbagliat* errat* errad* verkeerd* bledn* неправильн* не_тот yanlis* 間違 違う 错误的 不对 错了 잘못* خاطئ गलत*`,
  },
  {
    means: "Forgotten or lost access",
    words: `forgot* locked_out password* can't_log can't_access don't_remember do_not_remember vergessen ausgesperrt passwort* oubli* mot_de_passe olvid* contrasena* dimenticat* password esquec* senha vergeten wachtwoord zapomni* haslo забыл* парол* unuttum sifre* 忘れ パスワード 忘记 密码 잊어* 비밀번호* نسيت भूल* पासवर्ड`,
  },
  {
    means: "Lost or stolen",
    words: `lost stolen theft fraud* scam* hacked verloren gestohlen betrug perdu vole_ fraude perdid* robad* estafa smarrit* rubat* truffa perdid* roubad* kwijt gestolen fraude zgubi* skradz* потерял* украл* мошен* kaybett* calindi dolandir* 紛失 盗 詐欺 丢失 被盗 诈骗 분실* 도난* 사기* مفقود مسروق खो_ग* चोरी`,
  },
  {
    means: "Not available",
    words: `not_available unavailable sold_out out_of_stock fully_booked no_availability nothing_available nicht_verfügbar ausverkauft ausgebucht indisponible epuise complet_ no_disponible agotad* non_disponibil* esaurit* indisponivel esgotad* niet_beschikbaar uitverkocht niedostepn* нет_в_наличии недоступ* tukendi musait_degil 在庫切れ 満室 売り切れ 缺货 售罄 没货 품절* 매진* غير_متوفر उपलब्ध_नहीं`,
  },
  {
    means: "Poor service",
    words: `rude unhelpful no_reply no_answer nobody_answered no_response bad_service terrible_service unfreundlich keine_antwort schlechter_service impoli* pas_de_reponse mauvais_service grosero maleducad* nadie_contesta mal_servicio maleducat* nessuna_risposta grosseir* sem_resposta onbeleefd geen_antwoord nieuprzejm* brak_odpowiedzi груб* не_отвеча* kaba cevap_yok 対応が悪い 返事がない 态度 没人回复 불친절* 답변이_없* وقح असभ्य`,
  },
  {
    means: "Change of plans",
    words: `changed_my_mind no_longer_need don't_need_it change_of_plans something_came_up moving_to anders_überlegt brauche_nicht_mehr umzug change_d'avis plus_besoin demenage* cambie_de_opinion ya_no_necesito me_mudo cambiato_idea non_mi_serve mudei_de_ideia nao_preciso_mais van_gedachten niet_meer_nodig zmieni*_zdanie передумал* vazgectim 気が変わ 不要になった 不需要了 改主意 필요_없* لم_أعد मन_बदल`,
  },
  {
    means: "Wrong size or fit",
    words: `too_small too_big too_large too_tight doesn't_fit wrong_size zu_klein zu_groß passt_nicht trop_petit trop_grand demasiado_pequen* demasiado_grande quedan_pequen* queda_pequen* queda_grande quedan_grandes talla_equivocada troppo_piccol* troppo_grande muito_pequen* te_klein te_groot za_mal* za_duz* не_подош* мал_ велик_ kucuk_geldi サイズが 尺码 太小 太大 사이즈* 작아* صغير_جدا छोटा_है`,
  },
  {
    means: "Lack of information",
    words: `how_do_i how_can_i what_is_the unclear no_information confus* where_can_i wie_kann_ich unklar comment_puis comment_faire como_puedo no_queda_claro come_posso como_posso hoe_kan_ik jak_moge как_мне nasil どうやって 方法 怎么 如何 어떻게 كيف कैसे`,
  },
];

export const urgencyWords: LexiconEntry<string>[] = [
  {
    means: "Urgent",
    words: `urgent* asap immediately emergency right_away right_now as_soon_as_possible critical hurry today_please help_now sos dringend* sofort notfall schnellstmöglich eilig urgence immediatement tout_de_suite au_plus_vite urgente* inmediat* cuanto_antes ya_mismo emergencia subito immediatamente emergenza imediat* o_quanto_antes dringend onmiddellijk spoed pilne natychmiast срочн* немедленн* экстренн* acil* hemen 至急 緊急 すぐに 紧急 马上 立刻 급해* 긴급* 당장* عاجل فورا तुरंत जल्दी`,
  },
  {
    means: "Not urgent",
    words: `no_rush no_hurry whenever_you not_urgent when_you_have_time keine_eile nicht_dringend pas_urgent pas_presse no_es_urgente sin_prisa senza_fretta non_urgente sem_pressa geen_haast niepilne не_срочн* acelesi_yok 急ぎません 不急 급하지 ليس_عاجل`,
  },
];
