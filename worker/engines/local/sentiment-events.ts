import type { LexiconEntry } from "./lexicon.ts";
import type { Feeling } from "./sentiment-words.ts";

/** Something went wrong: said calmly it is a report, said twice or with insistence it is a complaint. */
const event = { polarity: -1, strength: 0.7, kind: "event" } as const;
/** Money taken, nothing sent, nobody asked: nobody tells that without being cross. */
const severe = { polarity: -1, strength: 1, kind: "event" } as const;
/** Again, still, never, for weeks, nobody: the patience of the one who writes is running out. */
const insistence = { polarity: -1, strength: 0.55, kind: "insistence" } as const;
/** Politeness and letters' phrases, which would otherwise be read word for word. */
const formula = { polarity: 1, strength: 0, kind: "formula" } as const;

export const eventEntries: LexiconEntry<Feeling>[] = [
  {
    means: severe,
    words: `never_arriv* never_came never_got never_receiv* nothing_arrived still_waiting been_waiting charged_twice double_charged overcharged without_telling without_asking without_warning locked_out nobody_came didn't_ask did_not_ask
      doppelt_abgebucht zweimal_abgebucht keine_antwort ohne_zu ungefragt ausgesperrt gestohlen jamais_recu jamais_arrive vole deux_fois sans_prevenir cobrado_dos sin_avisar robad* addebitat*_due senza_avvis* rubat* cobrad*_duas sem_avisar roubad* 二重 二回引き 届かない 届いていない 没收到 charged_me_again i_never_ordered didn't_order did_not_order left_outside thrown threw_it in_pieces rubbish
      nie_angekommen nie_bestellt nicht_bestellt jamais_commande pas_commande no_pedi nunca_llego nunca_pedi mai_arrivat* mai_ordinat* non_ho_ordinato nunca_chegou nao_pedi 再次扣 重复扣`,
  },
  {
    means: event,
    words: `problem* issue* wrong late delay* broken broke fail* error* mistake* lost missing stuck slow expensive difficult ruined soaked smashed cracked scratched scratch leaks leaking dirty mouldy moldy stained torn
      damaged faulty defect* crash* stolen hasn't_arrived haven't_received haven't_got not_arrived didn't_arrive did_not_arrive not_working doesn't_work won't_work
      no_reply no_answer not_what_i forgot_the
      problem* fehler* spät verspät* kaputt falsch* beschädigt* defekt* zerbrochen verloren fehlt fehlen funktioniert_nicht geht_nicht kommt_nicht kam_nicht nicht_angekommen nicht_da teuer langsam
      verschimmelt zerkratzt undicht
      probleme* erreur* retard* casse abime* trop_cher lent mauvais_article manque perdu pas_recu rien_recu rien_arrive pas_arrive ne_marche ne_fonctionne sans_reponse defectueu* bloque raye dechire
      problema* error* llega_tarde llego_tarde muy_tarde demasiado_tarde retraso* roto rota dañad* equivocad* falta faltan perdid* lento troppo_caro muy_caro demasiado_caro no_llega no_ha_llegado no_llego no_funciona sin_respuesta defectuos* bloquead* estropead*
      problema* errore* ritardo rotto rotta danneggiat* sbagliat* manca mancava mancano perso persa lento troppo_caro muy_caro demasiado_caro non_arriva non_e_arrivat* non_funziona senza_risposta difettos* bloccat*
      atras* quebrad* danificad* errad* faltam perdid* nao_chegou nao_funciona sem_resposta defeito bloquead*
      probleem fout* te_laat duur kapot beschadigd verkeerd* ontbreekt niet_aangekomen werkt_niet problem* blad* opoznien* drogo kotu hata* gec yavas pahali sorun* проблем* ошибк* опозда* медленн* дорого сломан* не_пришел не_работает
      届きません 壊れ 破損 間違 違う 遅れ 遅い 動かない 動きません 不良 汚れ 不便 高い 問題 迟 慢 太贵 问题 麻烦 坏了 错了 비싸* 늦* 불편* 문제* 고장* 파손* مشكلة بطيء متأخر समस्या* देर`,
  },
  {
    means: insistence,
    words: `again still never always every_time every_single third_time second_time fourth_time 2nd_time 3rd_time twice times_already for_weeks for_days for_months weeks_ago three_weeks two_weeks four_weeks five_days nobody no_one promised guaranteed
      i_paid my_money day_off days_late hours_late weeks_late minutes_late mins_late on_hold hours_ago asked_you told_you i_was_told this_time the_second_time come_on what_is_going_on what_the_hell somebody_in_charge someone_in_charge what_was_the_point explain_why how_can so_what supposed_to why_is why_do why_does why_did why_was why_should
      schon_wieder tage_zu stunden_zu wochen_lang diesmal dieses_mal immer_noch wieder_nicht zum_dritten zum_zweiten seit_wochen seit_tagen seit_einer_woche seit_zwei seit_drei seit_vier niemand jedes_mal jede_woche versprochen zugesagt mein_geld wieso warum obwohl endlich
      encore_une_fois deux_fois_que trois_fois jours_de_retard heures_de_retard cette_fois depuis_jours depuis_semaines depuis_mois toujours_pas toujours_rien deuxieme_fois troisieme_fois depuis_des depuis_deux depuis_trois personne chaque_fois promis mon_argent pourquoi j'attends ai_attendu pour_rien
      otra_vez dos_veces tres_veces dias_de_retraso esta_vez ya_escribi todavia_no sigo_sin sigo_esperando segunda_vez tercera_vez desde_hace llevo_semanas llevo_dias llevo_esperando nadie cada_vez prometi* mi_dinero por_que nunca
      di_nuovo due_volte tre_volte giorni_di_ritardo settimane_che giorni_che questa_volta doveva_arrivare ancora_una ancora_non seconda_volta terza_volta da_settimane da_giorni che_aspetto nessuno ogni_volta promess* i_miei_soldi perche
      outra_vez duas_vezes tres_vezes dias_de_atraso desta_vez de_novo ainda_nao segunda_vez terceira_vez ha_semanas ha_dias ninguem cada_vez prometeram meu_dinheiro por_que estou_a_espera
      alweer nog_steeds derde_keer al_weken niemand elke_keer beloofd mijn_geld waarom まだ 何度も 何回も いつも 至急 いつまで なぜ どうして 一体 又 还没 还是没 一直 为什么 아직 계속 또 왜`,
  },
  {
    means: formula,
    words: `kind_regards warm_regards best_regards kindest_regards best_wishes good_morning good_afternoon good_evening good_day good_night no_problem nothing_wrong my_mistake my_fault my_own by_mistake by_accident i_put_wrong i_entered_wrong i_typed_wrong i_chose_wrong i_ordered_wrong aus_versehen mein_fehler falsch_bestellt par_erreur mon_erreur me_suis_trompe por_error mi_error me_equivoque per_sbaglio mio_errore por_engano meu_erro not_a_problem no_worries no_issue would_love i'd_love love_to happy_to glad_to
      in_good thank_you_for_your thanks_in_advance freundliche*_grüße freundlichem_gruß freundlichen_grüßen liebe_grüße lieben_gruß liebe_frau lieber_herr liebes_team gute_nacht guten_tag guten_morgen guten_abend kein_problem danke_im_voraus vielen_dank_im
      bonne_journee bonne_soiree bon_week bien_a_vous bien_cordialement pas_de_probleme pas_de_souci merci_d'avance buenos_dias buenas_tardes buenas_noches sin_problema no_hay_problema de_antemano buon_giorno buona_giornata buona_sera nessun_problema in_anticipo
      bom_dia boa_tarde boa_noite ta_bom esta_bem sem_problema* nao_ha_problema goede_morgen geen_probleem 問題ありません 問題ない 没问题 문제없`,
  },
];
