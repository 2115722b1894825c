import type { LexiconEntry } from "./lexicon.ts";

/** What is said where a conversation ends. The house hands over, waits, does; the person accepts or does not. */
export type Closing =
  /** The house gives the matter to another person or team. */
  | "handover"
  /** The house has no answer yet and will come back. */
  | "pending"
  /** The house cannot or will not. */
  | "refused"
  /** What was asked for is not to be had, or came to nothing. */
  | "failed"
  /** The house says that it is done or on its way. */
  | "done"
  /** The house says in so many words that what was asked for has come about. */
  | "succeeded"
  /** The house takes its leave. */
  | "farewell"
  /** The house asks whether anybody is still there. */
  | "nudge"
  /** The house asks whether there is anything else: a question that needs no answer. */
  | "more"
  /** The person takes what is offered. */
  | "accepted"
  /** The person says that it works, that it is there. */
  | "works"
  /** The person waits for word. */
  | "waits"
  /** The person gives it up, however kindly. */
  | "gaveUp"
  /** The person is no further, or has had enough. */
  | "discontent";

/** Said by the house. */
export const houseClosings: LexiconEntry<Closing>[] = [
  {
    means: "handover",
    words: `escalat* supervisor team_lead line_manager passed_to passing_to pass_to handed_to handing_to hand_over handed_over forwarded_to forwarding_to forward_to transferred_to
      transferring_to transfer_you put_you_through connect_you referred_to referring_to takes_over take_over taking_over sent_to_team sending_to_team sent_to_manager sending_to_manager
      colleague_will colleague_who specialist_will specialist_who team_will team_who manager_will manager_who department_will they'll_call they_will_call they'll_contact they_will_contact
      they'll_ring they_will_ring they'll_email they_will_be_in_touch they'll_be_in_touch he'll_call she'll_call he_will_call she_will_call he_will_write she_will_write who_will_call
      who_will_contact who_will_write who_will_email asked_our_specialist asked_them_to_contact asked_them_to_call second_level second_line
      weitergeleitet weiterleiten leite_weiter weitergereicht übergebe übergeben_an gebe_an_weiter eskalier* verbinde_sie vorgesetzt* teamleit* teamleitung kolleg*_meld* kolleg*_kümmert* kolleg*_ruft kolleg*_übern*
      abteilung_meldet fachabteilung an_die_abteilung an_die_leitung an_unsere_abteilung meldet_sich_bei ruft_sie_zurück
      transmis_a transmis_au transmis_aux transmets_a transmets_au transmets_aux transfere_a transfere_au transferer confie_a confie_au collegue_va collegue_vous responsable_va responsable_vous
      service_vous_rappel* service_vous_contact* elle_vous_rappelle il_vous_rappelle superieur
      paso_al_responsable paso_a_un paso_al_departamento paso_al_equipo pasado_al pasado_a_la pasado_a_un pasado_el_caso trasladado_al trasladado_a traslado_al derivado_al derivado_a derivo_a
      escalado escalada compañer*_le responsable_le le_llamara le_llamaran le_contactara le_contactaran se_pondra_en_contacto se_pondran_en_contacto
      passato_al passato_ufficio passato_reparto passato_a_un passo_al passo_a_un passo_la_pratica inoltrat*_al inoltrat*_ufficio trasferit*_al trasferisco collega_la responsabile_la la_contattera la_contatteranno la_richiamera la_richiameranno
      passei_ao passei_para encaminhei encaminhado encaminho transferi_para transfiro escalei supervisor colega_vai responsavel_vai vai_contactar vai_ligar entrara_em_contato entrarao_em_contato
      doorgestuurd_naar doorgezet_naar doorgegeven_aan collega_neemt collega_belt leidinggevende teamleider
      引き継 責任者 上司 担当者より 担当者から 担当部署 担当部門 専門スタッフ おつなぎ 転送 エスカレ よりご連絡 からご連絡 转接 转交 主管 专员 상급자 담당자가 담당_부서`,
  },
  {
    means: "pending",
    words: `i've_asked i_have_asked we've_asked we_have_asked i've_requested i_have_requested i've_reported i_have_reported i've_raised i've_chased i_have_chased have_opened_a_search opened_an_investigation asked_the_warehouse
      not_yet don't_know_yet no_date don't_have_date don't_have_news no_answer_yet don't_have_an_answer haven't_given haven't_replied haven't_answered hasn't_replied hasn't_answered have_not_replied no_news waiting_for_their waiting_for_an waiting_to_hear
      i'll_let_you_know i_will_let_you_know i'll_write i_will_write i_shall_write i'll_come_back i_will_come_back i'll_get_back i_will_get_back i'll_update i'll_keep_you when_i_know as_soon_as_i as_soon_as_we
      once_i_hear looking_into look_into_it investigating under_review nobody_can_promise can't_promise cannot_promise can't_confirm cannot_confirm can't_say_when
      noch_nicht noch_keine* noch_keinen angefragt nachgefragt habe_gebeten habe_darum_gebeten sobald_ich sobald_wir weiss_ich_mehr wissen_wir_mehr halte_sie_auf melde_mich_sobald melde_mich_wieder melde_mich_morgen nicht_zusagen nicht_versprechen wird_geprüft prüfen_das
      pas_encore sans_reponse relance tiens_au_courant tiendrai_informe* des_que_j'ai des_que_je des_que_nous j'ai_demande je_ne_peux_pas_promettre en_cours_de_verification aucune_date
      todavia_no aun_no he_pedido he_reclamado he_solicitado en_cuanto_sepa en_cuanto_lo_sepa en_cuanto_tenga le_escribo_en le_aviso le_avisare no_han_respondido no_me_han no_puedo_prometer sin_respuesta
      non_ancora non_hanno_ancora non_mi_hanno non_abbiamo_ancora ho_chiesto ho_scritto ho_sollecitato appena_so appena_possibile le_faccio_sapere le_faro_sapere la_tengo_aggiornat* non_posso_promettere senza_risposta in_corso_di_verifica
      ainda_nao pedi_que volto_a_escrever assim_que_souber assim_que_tiver aguardo_resposta aguardamos estamos_a_verificar estou_verificando nao_posso_prometer sem_resposta nao_confirmaram
      nog_niet nog_geen nagevraagd zodra_ik zodra_we laat_het_u_weten houd_u_op_de_hoogte
      確認中 調査中 分かり次第 わかり次第 まだ日に まだ分か まだわか 未定 お調べいたします 問い合わせております お時間をいただ 还没有 一有消息 正在核实 아직 확인_중`,
  },
  {
    means: "refused",
    words: `can't cannot i'm_not_able not_able_to unable_to i'm_afraid unfortunately not_possible impossible no_longer_possible sold_out too_late policy against_our only_within
      leider_nicht leider_kein* kann_nicht können_nicht nicht_möglich ausgeschlossen darf_nicht ausverkauft
      ne_peux_pas ne_pouvons_pas malheureusement pas_possible impossible pas_la_main rupture_de
      no_puedo no_podemos no_es_posible lamentablemente desgraciadamente imposible agotado
      non_posso non_possiamo purtroppo non_e_possibile impossibile esaurit*
      nao_posso nao_consigo nao_podemos nao_e_possivel infelizmente impossivel esgotad*
      kan_niet kunnen_niet helaas niet_mogelijk できません できかね いたしかねます 致しかね 恐れ入りますが 无法 不能 很抱歉 불가`,
  },
  {
    means: "done",
    words: `refunded cancelled canceled i've i_have_now we've sent_it done sorted corrected activated is_paused it's_paused all_set goes_out going_out leaves_today on_its_way on_the_way will_arrive it_arrives comes_on you'll_have
      you'll_get you'll_receive booked_for switched_on moved_to added_to credited ended_it removed works_again should_work
      erledigt storniert gekündigt geändert gutgeschrieben verschickt geht_raus geht_heute geht_morgen kommt_am kommt_heute kommt_morgen erstattet freigeschaltet gebucht_für unterwegs hinterlegt
      c'est_fait rembourse annule resilie modifie envoye part_demain part_aujourd'hui arrive_demain vous_recevrez credite corrige active
      hecho cancelad* anulad* devuelto abonado enviado cambiado sale_hoy sale_mañana llega_mañana llega_el recibira activad* corregid*
      fatto annullat* rimborsat* spedit* cambiat* inviat* parte_oggi parte_domani arriva_domani ricevera attivat* corrett*
      feito cancelad* reembolsad* enviad* alterad* devolvid* chega_amanha sai_hoje recebera ativad* corrigid*
      geregeld geannuleerd teruggestort verstuurd aangepast いたしました 致しました 完了 発送しました お届けいたします お届けします 返金 已经 已为您 처리했 완료`,
  },
  {
    means: "failed",
    words: `unsuccessful* not_successful unavailable not_available isn't_available aren't_available no_longer_available no_available no_availability none_available nothing_available no_match* no_results nothing_found not_found could_not_find couldn't_find
      could_not_be_processed couldn't_be_processed cannot_be_processed can't_be_processed could_not_be_completed fully_booked booked_out sold_out was_declined been_declined was_rejected been_rejected has_failed it_failed
      request_failed booking_failed payment_failed order_failed could_not_complete couldn't_complete cannot_complete can't_complete cannot_authenticate can't_authenticate cannot_verify can't_verify could_not_verify couldn't_verify
      nicht_verfügbar nicht_mehr_verfügbar kein*_verfügbar kein*_frei ausgebucht ausverkauft nicht_gefunden nichts_gefunden wurde_abgelehnt fehlgeschlagen
      pas_disponible plus_disponible indisponible* aucun_disponible aucune_disponible complet_ introuvable* a_echoue
      no_disponible no_esta_disponible no_estan_disponibles no_quedan ningun*_disponible no_hay_disponib* agotad* no_encontrado rechazad*
      non_disponibil* nessun*_disponibil* non_e_disponibile esaurit* al_completo non_trovat*
      indisponivel nao_disponivel nao_esta_disponivel nenhum*_disponivel esgotad* nao_encontrad*
      niet_beschikbaar geen_beschikbaar volgeboekt uitverkocht niet_gevonden 満席 満室 空きがございません 見つかりません 已满 没有找到 매진`,
  },
  {
    means: "succeeded",
    words: `successful* is_confirmed are_confirmed was_confirmed been_confirmed been_booked been_reserved been_scheduled been_submitted been_completed been_processed been_placed is_booked is_reserved is_scheduled booking_confirmed
      erfolgreich* ist_bestätigt wurde_bestätigt wurde_gebucht ist_gebucht wurde_reserviert ist_reserviert est_confirme* est_reserve* a_ete_confirme* a_ete_reserve*
      esta_confirmad* ha_sido_confirmad* queda_confirmad* esta_reservad* con_exito e_confermat* e_stat*_confermat* e_prenotat* con_successo
      esta_confirmad* foi_confirmad* foi_reservad* com_sucesso is_bevestigd is_gereserveerd is_geboekt 予約が完了 確定いたしました 预订成功 예약이_완료`,
  },
  {
    means: "farewell",
    words: `goodbye good_bye bye have_a_nice have_a_good have_a_great you're_welcome you_are_welcome my_pleasure take_care auf_wiedersehen tschüs* schönen_tag gern_geschehen gerne au_revoir bonne_journee je_vous_en_prie adios hasta_luego buen_dia
      de_nada arrivederci buona_giornata prego adeus tchau bom_dia tot_ziens graag_gedaan 失礼いたします ご利用ありがとう 再见 안녕히`,
  },
  {
    means: "nudge",
    words: `still_there are_you_there haven't_heard_from_you have_not_heard_from_you not_heard_from close_this_chat close_the_chat close_this_ticket leave_this_here in_case_you_come_back keep_the_case_open still_with_me
      just_checking_whether checking_in you_can_reply pick_it_up_from_here check_back
      noch_da sind_sie_noch nichts_von_ihnen nichts_gehört chat_schliess* schliesse_den falls_sie_noch melden_sie_sich_einfach
      toujours_la etes_vous_la pas_de_vos_nouvelles sans_nouvelles_de_vous ferme_la_conversation cloture*
      sigue_ahi esta_ahi sin_noticias_suyas cierro_el_chat cerrare_el
      e_ancora_li ancora_in_linea ancora_qui non_ho_ricevuto_risposta chiudo_la_chat ainda_esta_ai continua_ai sem_noticias_suas encerro_o bent_u_er_nog
      まだいらっしゃいますか お返事がない ご返信がない 終了いたします 终止对话 계신가요`,
  },
  {
    means: "more",
    words: `anything_else something_else help_with_anything sonst_noch noch_etwas autre_chose algo_mas en_algo_mas altro mais_alguma mais_algo verder_nog 他に ほかに 还有什么 다른`,
  },
];

/** What is passed on with one of these is an opinion; the matter itself is not. */
export const opinionClosings: LexiconEntry<Closing>[] = [
  {
    means: "pending",
    words: `feedback complaint comment* suggestion remark* opinion rückmeldung* anmerkung* kritik anregung* remarque* suggestion* commentaire* reclamation comentario* sugerencia* queja
      segnalazione osservazion* suggeriment* sugest* comentario* reclamacao opmerking* ご意見 ご要望`,
  },
];

/** Said by the person. */
export const personClosings: LexiconEntry<Closing>[] = [
  {
    means: "accepted",
    words: `thanks thank thx ty cheers ok okay great good perfect lovely brilliant super fine deal sounds_good got_it understood yes_please appreciated no_problem will_do that's_all looking_forward easy wonderful excellent nice_one helpful
      danke* dank gut prima super perfekt passt alles_klar verstehe einverstanden läuft in_ordnung wunderbar klasse geht_doch
      merci parfait super d'accord entendu tres_bien ca_marche nickel genial ok gracias perfecto vale de_acuerdo muy_bien estupendo genial bien entendido grazie perfetto va_bene d'accordo benissimo ottimo capito
      obrigad* perfeito ta_bom esta_bem combinado otimo certo valeu bedankt prima goed
      ありがとう わかりました 分かりました 承知 了解 助かり 大丈夫です 待っています よかった 谢谢 好的 明白 감사 알겠 👍 👌 🙏 😊`,
  },
  {
    means: "works",
    words: `works_now working_now it_works it's_working that_worked it's_here it_arrived just_arrived it's_back i'm_in found_it i_see_it looks_good problem_solved all_good that_did_it received bought ordered_it i'll_take helpful
      funktioniert_jetzt jetzt_geht* es_geht_wieder geht_wieder klappt hat_geklappt ist_da angekommen_danke gefunden gekauft nehme_ich ça_marche_maintenant fonctionne_maintenant c'est_bon trouve bien_recu je_prends
      ya_funciona funciona_ahora ya_esta ya_llego encontrado recibido me_lo_quedo ora_funziona adesso_funziona trovato arrivato lo_prendo prendo funcionou ja_funciona ja_chegou encontrei vou_levar het_werkt gevonden
      届きました できました 動きました 直りました 見つかりました 可以了 收到了 됐어요`,
  },
  {
    means: "waits",
    words: `let_me_know keep_me_posted keep_me_updated keep_trying please_keep waiting_for_your halten_sie_mich sagen_sie_mir_bescheid geben_sie_bescheid tenez_moi prevenez_moi avisez_moi aviseme
      me_avisa digame_algo mi_faccia_sapere mi_tenga me_avise fico_a_espera fico_aguardando laat_het_me_weten 連絡ください ご連絡ください 連絡をください 等你们 기다리`,
  },
  {
    means: "gaveUp",
    words: `never_mind nevermind nvm changed_my_mind won't_be_needing won't_need thanks_anyway thank_you_anyway thanks_all_the_same thanks_for_nothing thank_you_for_nothing thanks_nothing forget_it forget_about_it sod_it don't_bother don't_worry_then i'll_go_elsewhere try_elsewhere look_elsewhere
      somewhere_else_then cancel_my_request cancel_the_request vergessen_sie_es vergiss_es trotzdem_danke dann_eben_nicht lassen_sie_es tant_pis laissez_tomber merci_quand_meme da_igual dejelo olvidelo gracias_de_todos_modos gracias_igualmente
      lasci_perdere lasciamo_perdere grazie_comunque grazie_lo_stesso deixe_para_la deixa_pra_la esqueca obrigad*_mesmo_assim laat_maar toch_bedankt もういいです 結構です 算了 됐습니다`,
  },
  {
    means: "discontent",
    words: `useless pathetic ridiculous pointless unacceptable disappointing disappointed disgrace* joke forget_it waste_of no_use not_good_enough isn't_good_enough still_not still_no still_doesn't still_crash* still_broken still_fail* still_the_same still_happen* still_can't still_nothing still_waiting doesn't_help does_not_help not_helpful
      that_can't_be seriously not_acceptable somewhere_else elsewhere never_again never_order last_time lawyer solicitor trading_standards review_it bad_review the_review not_happy nobody_answer* no_answer fed_up had_enough
      nutzlos lächerlich unverschämt frechheit unmöglich vergessen_sie vergiss_es immer_noch reicht_mir bringt_mir_nichts hilft_mir_nicht nicht_akzept* anwalt frist enttäusch* woanders nie_wieder
      inutile ridicule inacceptable scandaleux laissez_tomber toujours_pas toujours_rien ne_m'aide_pas n'importe_quoi decevant decu* avocat ailleurs plus_jamais
      inutil ridiculo inaceptable vergüenza olvidelo dejelo sigue_sin siguen_sin no_me_sirve no_me_ayuda abogado decepcion* nunca_mas lo_de_siempre
      ridicolo inaccettabile vergogn* lasci_perdere lasciamo_perdere ancora_niente ancora_nulla non_mi_serve non_mi_aiuta avvocato delus* mai_piu
      ridiculo inaceitavel vergonha esqueca deixe_para_la continua_sem nao_me_ajuda nao_adianta advogado nunca_mais sempre_a_mesma dizem_sempre
      nutteloos belachelijk laat_maar nog_steeds schandalig もういいです 結構です 困ります ひどい 話にならない まだ届 いつまで 不満 没用 算了 太过分 됐습니다 너무하`,
  },
];
