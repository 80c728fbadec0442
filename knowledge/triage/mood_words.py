"""Beginnings of words that tell what somebody wants done, how they feel, and how soon; see subject_words."""

MOODS: dict[str, str] = {
    "asks": """
        how. where. what. whats what_s which. when. why. who. can_i can_we can_the can_someone_else do_you do_i do_we does_the does_it is_there is_it are_there
        is_this are_you is_the are_the may_i may_a will_it will_the could_i how_long how_much can_u_tell can_you_tell could_you_tell please_explain need_to_know
        do_u until_when
        wie. wo. was. welche wann. warum. wer. kann_ich kann_man kann_die gibt_es geht_das habt_ihr bis_wann werden_meine
        comment. ou. quel quand. pourquoi. est_ce puis_je avez_vous combien. dans_quel y_a_t
        como. donde. que. cual cuando. cuanto hay. puedo. se_puede
    """,
    "asks_us": """
        could_you can_you would_you will_you please_c please_d please_s please_p please_r please_f please_l please_m please_e can_someone can_somebody could_one_of
        can_anybody pls_ i_need_somebody i_need_someone we_need_someone i_need_you need_you_to i_d_like_you id_like_you we_d_need could_we i_expect
        i_demand i_insist fix_my fix_it take_it_off send_me send_us send_the_right call_me give_me get_me stop_all cancel_order cancel_my block_it
        check_it have_a_look look_into please_lock please_confirm confirm_in i_want_it i_want_my i_want_this i_want_that i_want_an i_want_to_know i_want_to_make i_need_replacements
        i_need_new i_need_a_tech we_need someone_has_to somebody_has_to you_have_to_find revoke_the unlock_it escalate
        bitte_be bitte_er bitte_an bitte_pr bitte_t bitte_st bitte_sp bitte_sof bitte_ru bitte_wieder konnen_sie_mir konnen_sie_mich konnen_sie_uns konnen_sie_sie bitte_die bitte_alles prufen_sie erstatten_sie andern_sie entsperren_sie
        hiermit ich_erwarte ich_brauche wir_brauchen kann_sich_das bitte_jemand
        pouvez_vous merci_de je_veux je_demande il_nous_faut veuillez je_voudrais_que
        pueden_ ¿pueden puede_revis por_favor quiero_que cancelen bloqueen devuelvan necesitamos
    """,
    "own_case": """
        my_order my_parcel my_package my_booking my_reservation my_refund my_bill my_card my_payment my_account_is my_profile_was my_contract my_subscription my_membership my_appointment
        my_surname my_records our_contract order_number reference_ customer_number ticket_number
        tracking_says i_ordered we_booked i_booked i_bought i_paid i_cancelled i_transferred i_returned i_sent i_registered i_got_the i_got_an i_received was_charged were_charged you_charged
        charged_twice you_took i_never_agreed i_signed_up i_missed i_moved_ i_can_t_edit i_cant_edit
        meine_bestellung mein_paket meine_sendung mein_konto_ist meine_karte meinen_vertrag kundennummer mir_wurde ich_habe_frist
        ma_commande mon_colis mon_compte_est mon_contrat j_ai_ete jai_ete on_m_a on_ma j_ai_recu jai_recu commande_
        mi_pedido mi_paquete mi_cuenta_esta mi_contrato me_cobr me_robaron pedido_ cliente_
    """,
    "delay": """
        still. still_waiting weeks months since_last supposed_to
        never_arrives nobody_answers nobody_called no_answer days_ again. third_time fourth_time second_time time_i every_time as_promised promised
        seit_gestern wochen immer_noch schon_wieder trotzdem noch_immer niemand
        depuis devait_arriver toujours_pas encore. relance
        desde tenia_que hace_un sigue_sin otra_vez nadie
    """,
    "harm": """
        wrong_item wrong_size wrong_one missing. broken_again broken. nothing_arrived damaged charged_twice twice. double_
        never_agreed not_in_the_system is_wrong can_t_be_right cant_be_right
        falsche doppelt kaputt scherben fehlt stimmt_nicht stimmt_vorne falsch.
        deux_fois morceaux casse mauvais
        dos_veces pedazos roto equivocad
    """,
    "danger": """
        smoke smells_of_gas gas. fire. flames burning burnt sparks electric_shock explod injur hospital. medicine ambulance bleeding
        in_danger kill_myself want_to_die end_it_all don_t_want_to_live dont_want_to_live cant_go_on can_t_go_on suicide
        rauch gasgeruch brennt feuer. verletzt notfall nicht_mehr_leben selbstmord
        fumee incendie feu. blesse urgence suicid
        humo fuego. incendio herido emergencia suicid
    """,
    "loss_now": """
        stolen stole. robbed hacked emptied charging_my_card every_few_minutes per_minute never_made right_now immediately leaked
        is_fake was_fake production_is_down nobody_can_pay at_a_stand
        lock_everything sign_ins_from entered_my_bank money_is_gone are_gone
        gestohlen gehackt sofort sperren. niemand_kann kassen alles_sperren aus_dem_ausland
        vole. volee tout_de_suite en_panne s_est_connecte sest_connecte
        robaron bloqueen ya.
    """,
    "deadline": """
        today. tonight this_morning minutes. by_friday by_monday deadline asap urgent right_away
        tomorrow this_week my_train my_flight due_today
        heute. bis_freitag bis_montag bis_samstag dringend sofort eilig morgen_
        aujourd urgent tout_de_suite demain
        hoy. urgente ya. manana
    """,
    "threat": """
        lawyer attorney solicitor sue_you sue. court. legal_action ombudsman report_this_to report_you authority consumer_protection official_complaint formal_complaint hand_this_over
        anwalt rechtliche anzeige verbraucherschutz beschwerde_ein
        avocat plainte justice tribunal
        abogado denuncia queja_formal consumidor
    """,
    "anger": """
        ridiculous unacceptable useless stupid horrible terrible worst nightmare joke. laughable insane annoying argh crap rubbish pathetic disgrac shame fed_up sick_of
        not_happy disappointed sad. mess. waste oh_come_on come_on_ no_sense so_hard hate. awful punishment rude insulted so_annoying
        this_is_a_joke lies. meh.
        graus schlimm unverschamt frech mist. nervt katastrophe lacherlich wutend sauer. unmoglich echt_schlimm was_ist_da_los
        grossier honte nul. scandale inadmissible enerv decu
        desastre verguenza pesimo horrible decepcion harto grosero
    """,
    "demand": """
        i_expect i_demand i_insist i_want_my_money money_back fix_my deal_with dealt_with somebody_in_charge in_charge who_is_responsible apology supervisor manager boss. compensat
        explain_and answer_now call_me_ escalate settled i_want_that_money
        ich_erwarte verlange fordere geld_zuruck verantwortlich klaren.
        je_veux j_exige rembourse responsable
        quiero_que exijo devuelvan responsable
    """,
    "person": """
        human. real_person somebody_real someone_real agent. an_agent with_staff with_somebody with_someone call_me_back ring_me call_back a_call. with_your_sales talk_to. speak_with speak_to whom_do_we_talk who_can_we who_can_i_talk
        engineer technician_ need_a_technician somebody_actually person_to_talk right_person one_of_your_people contact_? put_me_through connect_me
        menschen mitarbeiter person. ruckruf rufen_sie techniker. anrufen. gesprach. jemanden
        conseiller un_humain une_personne parler_a rappel
        agente persona. llamen hablar_con humano
    """,
    "exception": """
        could_we_agree something_about_the_price instalments quote. an_offer_with reseller terms. passed_away has_died died. bereave
        contact_support contact_the_support quotation send_us_a_quote pause_my
        angebot_schicken konditionen verstorben gesprach_uber neu_ausstellen
        envoyer_un_devis decede
        enviar_un_presupuesto fallecid
    """,
    "thanks": """
        thanks thank_you thank. thx. cheers great_support loving love. adore perfect. brilliant excellent super. great_job keep_it_up
        danke vielen_dank perfekt prima toll
        merci bravo parfait
        gracias perfecto genial
    """,
    "no_hurry": """
        no_hurry no_rush just_curious curious fyi by_the_way tiny_thing small_thing suggestion idea. feature_request would_be_nice i_wish
        keine_eile nur_so schon_ware
        pas_presse pas_urgent
        sin_prisa
    """,
    "data_rights": """
        gdpr art_15 personal_data_that data_you_hold which_data_you have_my_data erased withdraw_my_consent delete_everything confirm_in_writing revoke_it report_it_to
        dsgvo auskunft gespeicherten_daten
        rgpd droit_d_acces
        rgpd derecho_de
    """,
    "steps_tried": """
        restarted reinstalled reset_it followed_the did_everything tried_everything
        neu_gestartet zuruckgesetzt laut_anleitung
        redemarre reinstalle suivi_le
        reinicie reinstale segui_los
    """,
    "hello": """
        hello. hi. hey. good_morning good_evening good_afternoon hallo guten_tag guten_morgen guten_abend bonjour bonsoir salut. hola. buenas buenos_dias
    """,
}
