"""Beginnings of words that tell subjects, in English, German, French and Spanish.

An item is the beginning of a word; with a dot at its end it is the whole word, and `_` is a blank.
"""

SUBJECTS: dict[str, str] = {
    "technical": """
        app. apps. page. website. screen. phone. laptop browser. safari chrome android iphone device. devices file. files photo. photos image. images video.
        calendar. wifi bluetooth sensor. sensors update. router. internet. printer scanner. camera. battery charger cable. server. software install log. keyboard
        speaker. headset software tablet computer button. menu. sync report. reports chart. mail. mails notification gateway machine. thermostat vacuum
        drucker handy laptop. seite. datei kamera bildschirm gerat akku kalender drucker
        imprimante application ecran appareil fichier ordinateur
        aplicacion pantalla impresora dispositivo archivo movil
    """,
    "billing": """
        spent. split_the cheque cheques pay_once pay_for_two you_took teurer plus_cher mas_barato_pagar american_express visa. mastercard anything_back something_back etwas_zuruck prix_augmente a_month_more more_a_month if_i_leave leave_in_the out_of_the_con out_of_my_con aussteigen salir_del quit. small_plan bigger_plan change_my_plan change_me_to fine. meter_reading electricity cost_of_calls common_bill part_of_the_fee gebuhr. statt_ instead_of_18 au_lieu_de en_lugar_de booked_it payment_failed how_much_do_i_owe lower_the_monthly monthly_rate security_back caution deposit. wird_es zahlen_sie go_up prices_go vertragsende vertragslaufzeit sube_la save_if
        terminat end_the_contract out_of_the_contract end_my_contract bounce bounced overpaid afford prepaid top_up topped_up credit_note credit_on penalty interest. budget
        purchase_order cost_centre billing_address carried_over due. unpaid dunning collector price_increase price_went_up tariff_change rental stop_the_renewal monthly_bill rechnungsadresse
        gekundigt beenden_sie zahlungsart sepa einzug teurer facturation prelevement echeance impay penalite domiciliacion recargo baja_mi vencimiento
        money. yearly monthly cards_do_you_accept pay_by took_the_money prices_include currency auto_renew automatic_renewal renewal membership_fee geld. jahrlich monatlich dinero argent mensualite
        bill. bills. billed billing invoic receipt statement charged charging charge. charges. overcharg
        debit refund reimburs payment paid. pay. paying payable money_back owe. owes. owed instal
        subscri membership contract renew terminat cancellation_fee notice_period notice. direct_debit
        credit_card debit_card paypal iban. vat. tax. deposit fee. fees. late_fee reminder debt downgrad
        free_trial trial. service_fee
        billing_date standing_order bank_transfer
        rechnung abgebucht abbuch erstatt ruckerstatt ruckbuch kundig kundigung vertrag abo. abonnement
        bezahl zahlung zahl zahle zahlen mahnung inkasso gebuhr servicegebuhr mehrwertsteuer lastschrift rate. raten.
        abrechnung ratenzahl guthaben gutschrift kontoauszug uberweis beitrag
        factur rembours prelev debite resili abonnement contrat paiement payer preavis cotisation
        factura cobr reembols devuelvan_el_dinero suscripci contrato pago. pagos. pagar cuota dar_de_baja recibo
    """,
    "account": """
        profile my_session sessions user_role role_of roles_and activat activation aktivier freischalt banned my_picture my_photo profile_picture mein_bild mein_foto ma_photo mi_foto type_a_code enter_a_code code_each the_code_goes code_is_sent code_to_my est_bloque compte_bloque bloqueada debloquer stay_signed last_online olvide forgot vergessen oublie new_pin neue_pin nouveau_code create_an_account need_an_account another_account accounts. own_account sign_documents log_on logon access_for give_access grant. guest_access acces_a share_the_subscription use_the_subscription tenant users_from_one register_with nick_name
        login logins signin signup logout expired_link link_has_expired verify verification confirm_my_e confirm_my_m access. user_management administrators face_id
        close_the_account close_my_account my_profile points. delete_my_acc public_profile avatar family_name own_data change_owner hand_over_the authenticator passkey
        zugangsdaten registrier abmelden konto_losch benutzerverwaltung inscription supprimer_mon desinscri registro registrarme eliminar_mi cerrar_sesion caducado
        users. user. colleague has_left left_the_company sign_up register. registered verify_my my_details personal_details kollegin benutzer. utilisateur usuarios invit
        account. accounts. log_in login log_me_in logs_me_out log_out logged_out sign_in sign-in sign_out signed_in
        password passwort username user_name two_factor 2fa authenticator verification_code second_step backup_codes
        credential locked_out shut_out lockout unlock sessions. single_sign sso. permission
        admin. administrator invite member. members. owner captcha nickname surname my_name date_of_birth
        my_address my_phone_number mobile_number phone_number my_mail_address mail_address email_address customer_number
        reset_mail reset_link wrong_tries workspace
        konto. kontos. anmeld einlogg ausgeloggt passwor benutzernam benutzerkonto gesperrt entsperr freischalt zwei_faktor nachname
        geburtsdatum fehlversuch ausgesperrt profil zugang e_mail_adresse mail_zum_zurucksetzen einlad lade_ich handynummer
        compte mot_de_passe identifiant connexion debloqu adresse_e_mail adresse_mail profil.
        cuenta contrasena usuario. iniciar_sesion bloqueada desbloque perfil acceso correo_electronico
    """,
    "order": """
        i_ordered we_ordered my_order an_order order_number order_status place_an_order cancel_order orders_from past_orders ordered order_value order_that order_today order_3 order_4 order_7 order_9 to_book i_book we_book book_a book_an book_the booked booking rebook swap. swapped_for return_an return_it return_sale return_this return_something sending_it_back drop_off nobody_is_home nobody_is_at nobody_at_home niemand_zuhause niemand_da house_number street_number address_for hausnummer rucksendung rucksend karton lieferschein numero_de_rue numero_de_calle personne_n_est_venu breakfast_included arriving. arrival cot. extra_bed wrapped. as_a_present delivery_note in_our_street our_street date_for_the_delivery dentist doctors_appointment passport my_flight my_train flight_is show_up came_today was_for_today war_fur_heute era_para_hoy etait_pour collected dropped_off handed_over key_box host. landlord quien_paga_el wer_zahlt_den qui_paie_le_retour track_my track_a tracking changer_la_date
        reschedul postpone redirect customs gift_wrap packaging unpacked shoes table_for tracking_number pick_up_point hold_items carry_it carry_the
        door. doorstep letterbox mailbox_full delay_of delayed cancel_my_res cancel_the_hotel guests. check_out ferry train. cabin luggage tickets. stopover
        lieferadresse lieferung lieferdatum verspat geliefert gutschein_fur fahrer spedition zimmer flug. sitzplatz bestatigung_der schuhe
        livrez retard chambre vol. hebergement adresse_de_livraison colissimo demora habitacion vuelo. zapatos reembolso_del
        delivery_man delivery_date my_delivery door_to_door on_the_way arrive_by order_number shipping_cost dispatch unpack colis. reparto
        ordered ordering deliver shipment shipping ship. ships. shipped parcel package. packages. courier driver.
        tracking return_label returned_to return_page returns. sent_back sent_the send_back send_something_back sending_back
        send_it_back send_something. replacement
        exchange wrong_size wrong_item wrong_colour missing_from in_the_box. in_the_box_ arrived arrives. booking book.
        reservation appointment check_in check-in flight hotel pick_up pickup locker. in_transit
        kerb collect. delivery_window taxi
        bestell liefer versand versend paket sendung zustell umtausch umtausch retour zuruckschick schicke_ich zuruck. buchung gebucht
        reservier termin. stornier abholen scherben falsche_gross ersatz hotel angekommen reduzierte
        commande colis livr renvoy retour. reserv rendez livraison expedi recu_une
        pedido envio. envios. paquete entreg devolv devuelv reserv cita. llego recoger
    """,
    "sales": """
        rent. rent_it mieten leihen louer alquil sell. sells. still_sell verkauf vend waterproof wasserdicht etanche impermeable resistente square_met quadratmeter metres_carres metros_cuadrados openings_left places_left free_places freie_platze differ. differs unterscheid make_us_a_price a_price_for sign_for fix_a_date viewing see_the_flat made_in_oak in_oak oak. steel. cotton leather wood. get_started second_hand used_one better_for what_is_better ausstatten equip. beginner anfanger debutant principiante for_a_group group_of training_for lessons course_be how_good how_much_would how_many_square free_version for_companies edition. compared newest_model best_camera under_4 autumn_offer enough_for good_enough come_with_a included_in_the what_else_do_i_need also_have_it todavia_venden family_of
        do_you_have_it do_you_have_any do_you_stock do_you_also_have in_the_box. does_it fits. fit. dimension weigh. how_loud how_big how_heavy how_wide energy_class decide_between black_friday
        sale. sales. special_offer promotion which_plan need_for choose_between best_for worth_it difference_between starter basic. premium enterprise trial_before try_it try_before
        warranty. guarantee. guarantee_period made_of waterproof volume_discount bulk_discount at_the_price take_ten list_price welcher_tarif passt. lieferumfang garantie.
        empfehlen empfehl geeignet mengenrabatt garantie_de recommandez adapte garantia recomiendan sirve_para
        compatib suitable come_with comes_with work_with works_with will_it_work hard_to_use product_range catalog brochure colour. size. sizes. in_white bigger smaller which_model kompatibel passt_ farbe. taille couleur talla color. funciona_con
        price. prices. pricing cost. costs. how_much discount quote. quotation offer. cheaper cheapest rate. rates. deal. deals.
        in_stock stock. available buy. buying purchas before_i before_we compared_to comparing competitor licence license
        gift_card bundle reseller warranty demo. trial_version plan. plans. package. starter student charit pensioner
        family_card upgrade_later new_model come_out version_for do_you_sell do_u_sell do_you_have_this do_you_have_a
        does_it_fit in_size recommend included includes what_do_i_get whats_in per_seat per_user existing_customers
        interested_in looking_for which_one_is_best best_for sales_team installation_cost
        preis kostet rabatt angebot lizenz tarif testphase probe. kaufen lieferbar unterschied_zwischen gunstig gunstiger
        vorfuhr konditionen starterpaket enthalten habt_ihr_das haben_sie_das studenten
        prix combien_cout coute reduction devis licences offre tarif formule essai retraites inclus
        precio cuesta descuento presupuesto licencia oferta plan_de prueba_gratis paquete_inicial incluye estudiantes
    """,
    "security": """
        recogni not_recognise dont_recognise erkenne_ich_nicht nicht_kenne reconnais reconnait reconozco know_about_me wissen_sie_uber wisst_ihr_uber savez_vous_de saben_de saben_ustedes in_the_cloud to_the_cloud in_die_cloud cloud. train_an_ai train_ai ki_training passwords_kept passwords_stored reads_along liest_alles reading_everything reads_my read_my spying spy. identity identitat police. polizei by_mistake_from our_internal internal_data private_messages my_pictures my_images ex. knows_my_password gave_a_caller einem_anrufer a_caller false_one false_mail real_mail fake_mail security_question audit confidential usb_stick lost_a_stick medical_file fingerprint_kept inform_the_authority transfers_i transferencias virements uberweisungen unbekannt who_used who_has_seen used_my_name contract_in_my law_allows copy_of_everything a_request_for_information questionnaire texting_me
        unauthori compromis malware virus ransom spyware lost_my_card block_my_card my_card_was right_to_be_forgotten data_erased data_deleted share_my share_what share_with shared_with stored. store_about
        bank_details account_number_to stranger confirmations_for purchases_that privacy_policy attachments_of vault. who_has_access audit_report pen_test penetration personal_information surveillance is_the_chat
        gespeicherte weitergegeben unbefugt schadsoftware missbrauch verdachtig datenpanne virus pirate_mon donnees_personnelles usurp stockees sospechos suplant compras_que datos_personales
        certif is_it_safe secure. security. read_our read_my chats. access_to_our still_has_access logged_in_to_my suspicio sicherheit securite seguridad tasa. really_you
        fraud scam phish hacked hacker hack. stolen stole. robbed fake. suspicious stranger intrusion breach leak leaked leaks
        vulnerab hole_in security_hole exploit gdpr privacy personal_data data_protection my_data our_data
        data_you which_data consent encrypt cookie cookies. soc_2 third_parties data_processing servers.
        in_which_country revoke impersonat identity_theft in_my_name never_made other_peoples
        another_customers unknown_sign sign_ins_from from_another_country recorded.
        recordings. erased erase. eras really_from_you is_this_real safe_to
        betrug betrugs gefalscht gestohlen gehackt datenschutz dsgvo auskunft gespeichert phishing meine_daten alle_uber_mich
        verschlussel server. wirklich_von_ihnen aus_dem_ausland sperren. bankdaten
        fraude. pirat vole. volee donnees rgpd vraiment_de_vous hameconnage
        robaron robad fraude estafa hackea datos. rgpd bloqueen
    """,
    "problem": """
        vanished weg. disparu. bleibt_kalt stays_cold water_runs two_of_every mixes_up knirscht grinding scan. scannen scanner_ escanear clignote parpadea flickers upside_down sideways in_circles im_kreis tourne_en does_nothing goes_off cant_be_stopped code_88 cut_off again_and_again not_close cannot_be not_accept cant_drag cant_hear dont_see_any see_no_orders undefined issuer certificate by_one_cent quits ruckelt lasst_sich_nicht vibrates squeaks squeaking leaking_water dead. mixes ends_with_code says_please october_before still_dead no_heating is_cold stays_dark broken_templates address_book adressbuch carnet_d
        incorrect duplicate show_up_twice does_not_show not_showing doesnt_show vanish disappear lost. lost_my cant_connect can_not cannot_open unable refuses unrespons exceeded too_quiet is_quiet dim. flash
        drain drains hot. burn water_is different_each logs_me no_sound no_picture no_signal no_space no_internet killed. killed_ required_but every_few_minutes shows_a_different drop_out restarts respond stopped_
        lock_wait time_out bad_gateway tot. gestort storung reagiert ladt_nicht offnet_nicht geht_per druckt_nicht friert verschwunden kein_ton kein_bild flackert umlaute
        lent. trop_lent disparu pas_de_son ne_repond ne_s_ouvre ne_souvre coupe_ lento. no_carga no_responde no_se_ desaparec solo_sale se_congela
        doesnt_come didnt_come will_not wrong. twice. swapped returns_401 unexpected glitch hung flicker noise. lag. laggy black. empty. stopped. out_of_order keeps_ goes_blank is_stuck unusable
        crash error. errors. err. fail. fails failed failure broken broke. breaks bug. bugs. stuck freez froze hangs. hang. spins. spinning
        does_not_work doesnt_work not_work not_working nothing_works stopped_working dont_load doesnt_load doesn_t wont_ won_t wont.
        cant_open not_open does_not_open dont_respond does_not_turn not_responding no_response restart restarts reinstalled traceback exception
        timeout timed_out blank. white_screen black_box blinks_red beeps leaks_water leak_on disconect disconnect drops. drop_out drops_out connection_reset
        denied. slow. so_slow wrong_temperature shows_the_wrong out_of_sync pixelated
        smoke smell burn burning overheat sparks leaking leaks_ pouring won_t_stop gone. lost_all
        down. is_down are_down outage since_the_update the_update since_morning after_the_update your_update latest_release
        question_marks as_question typo finds_nothing dont_arrive does_not_arrive
        has_not_run hasnt_run stopped_ noise not_found invalid_ keeps_ keeps. fault defect not_charging not_turn still_leaks went_offline 429. 500. 502. 503. 504.
        not_unlock does_not_unlock repaired
        sturzt absturz fehler geht_nicht geht_gar_nichts funktioniert_nicht hangt kaputt bleibt_mitten bleibt_stehen piept startet_nicht kommen_nicht_an
        verschoben rauch tot. dreht_sich kein_speicher seit_dem_update fragezeichen immer_noch_nicht stehen. ausgefallen defekt
        plante erreur en_panne marche_plus ne_marche bug. bloque_sur ecran_blanc ne_fonctionne
        se_cierra error. no_funciona pantalla_blanca no_abre sin_encender falla averia
    """,
    "howto": """
        bigger_text text_bigger larger. schrift agrandir grande. hide_ hide. zoom count. count_ counts listen_to wash. washed wascht laver lavar block_a block_someone bloquer_un bloqueo_a bloquer. rename umbenenn renommer voice_commands quickest difference_between_a signature. storage speicher espacio oil. dim. dimmed dimme change_the_order fit_on calculated berechnet score. formula seat_out for_cleaning normal_that gloves own_account_no set_the_clock temperature grad. on_the_watch full. copy_last tag_somebody undo_send workspace_or how_many_photos explain_the punktzahl water_filter put_my enter_the_hours armed scharf arm. vacuum_the
        possible_to put_a_password can_the_camera how_does paste code_do only_the_selected selected sort_the template templates. tutorial publish. archive. move_a card_to rules. limit_on remember_the
        does_the_app automatically password_on download download_ automatic. restore_a backup charge_the first_time set_the combine record_only make_a copy_a share_a link_to
        bedien einschalten ausschalten verschieben freigeb umbenennen markierten aufnehmen partager activer desactiver supprimer_une configurer compartir activar desactivar enlace
        right_way assign to_import press_and_hold instructions explain function. feature. features. step_by_step beginner field. fields. form. page. formular hochladen seite
        how_do how_to how_can how_would how_often how_long_do_i_press where_do where_can where_is_the where_does where_s_the wheres_the steps_for
        what_does what_happens whats_the_difference what_s_the_difference whats_the_max whats_the_shortcut shortcut is_there_a_way is_it_possible can_i. can_we. can_the can_our
        is_there_a_limit set_up setup. setting. settings. turn_on turn_off enable disable configur install import. export. embed template.
        menu. button. archive. editor. merge. webhook api. csv. pdf. dark_mode notification mute. schedule. manual. pair. paired pairing filter. cleaned
        keyboard language. format. formats. time_zone file_size offline subtitles print. printer to_wifi connect_the scanner backup. board. playlist report. dashboard
        the_right_way serial_number tutorial mailbox
        wo_stelle wo_finde kann_man was_bedeutet geht_das einstell
        export. drucke kalender sprache filter einrichten wie_kann offline bericht menus
        ou_puis est_ce_que_je_peux langue_de_l imprimer selectionn exporter
        donde_cambio se_puede hay_que_limpiar idioma exporto sin_conexion
    """,
    "wish": """
        handy_if find_it_handy why_not_offer maybe_make more_vegan please_ bitte_mehr mehr_ plus_sombre mas_comida would_be_lovely ware_toll serait_agreable larger_letters in_portuguese version_in
        feature. version_for wish. would_love please_make more_options next_version
        feature_request suggestion suggest. idea would_be_nice would_be_great it_would_help could_you_add please_add please_bring_back i_wish have_you_thought_about
        wishlist bring_back
        schon_ware ware_schon ware_super konntet_ihr vorschlag wunsche_mir
        ce_serait_bien suggestion. estaria_bien sugerencia
    """,
    "praise": """
        angel engel ange. thumbs_up daumen_hoch compliment lob. straight_answer handy. endlich_mal chef. works_great pouce
        adore. love_it loved happy_with works_great friendly super_betreuung betreuung ganze_team zufrieden ravi satisfait contento encantad
        thank_ thanks_a_lot early_thanks impressed pleasure lovely well_done best.
        great. you_guys love. loving adore brilliant awesome fantastic excellent thank_you thanks_a_lot keep_it_up 5_stars five_stars
        so_much_faster well_made best_support super_ nice_. helpful wonderful thanks_to
        super. toll. tolle klasse. danke_an vielen_dank_an weiter_so grossartig sehr_zufrieden
        bravo felicit genial. parfait adorent merci_a
        excelente genial. felicidades gracias_a encanta
    """,
    "grumble": """
        compliment_about expensive too_expensive zu_teuer trop_cher caro. treated behandelt shouted humiliat excuses broken_promises ruined arruinado kaputt_gemacht gache managment management. leitung direction. stellungnahme stays_cold cold. ignored_us wont_come_back never_again nie_wieder copy_and_paste same_answers ads. too_many_ads pricey happens_to_him filing_a_complaint smelled squeaked awful_food waiter counter. who_decides driver_shouted
        gone_down going_down hole_in damage_in let_me_down letdown unhelpful ignored ignoring blame_ three_times already worst. pricey rip_off greedy design_is again_and_again nutzlos schlechte verschlechtert nachgelassen service_est service_client servicio_es empeora ha_bajado
        your_bot called_me_back as_promised customer_service staff_was waiting_line treated polite impolite unprofession promise service. unfriendly quality. taste_of
        complain complaint disappoint worst_ worse. rude insulted insult unfriendly unacceptable apolog ombudsman lawyer attorney solicitor court_ sue_
        waste_of shame ridiculous joke. punishment quality_of redesign new_design stop_. supervisor manager nobody_called
        hotline your_agent your_technician used_to_be not_happy bot_is
        beschwer unverschamt anwalt schlimm design. designs. enttausch frech monteur techniker verantwortlich schlechter
        plainte grossier decevant decu inadmissible avocat scandale
        queja grosero decepcion desastre pesimo abogado calidad
    """,
    "elsewhere": """
        favourite who_won the_match translate bored married bus. postal_address street_address do_you_have_a_shop shop_in branch_in filiale geschaft_in boutique_a tienda_en seo. cheap_services fire_brigade inspect_your apply_as driver_job not_what_i_meant meinte_ich_nicht pas_ce_que_je no_es_eso that_helped das_hat_geholfen phone_call someone_i_can anyone_i_can talk_to talk_about mit_jemand jemandem quelquun quelqu_un alguien hr_department our_hr press. sponsor football floor. wie_gehts que_tal whats_up whats_your how_are_you main_street closed_today real_staff discuss_this besprechen
        tv_ magazine article_about reporter documentary trainee traineeship volunteer work_for_you recruiting who_are_you what_are_you real_or are_you_real times_ plus_ divided riddle song. story. anyone_there anybody_there lol. wrong_chat parking. park_ holiday open_today closed_on business_hours feiertag offnungs parkplatz heute_offen praktikum ferie parking_ aparcar abren
        want_to_die dont_want_to_live cant_go_on end_it_all australia german. university class. visit_your tour. sponsor partnership donation survey charity_event on_behalf
        job. jobs. intern. interns. internship career apply. vacanc hr_department journalist press. press_office interview newspaper cooperat
        opening_hours are_you_open you_open open_on head_office where_can_i_park holiday_hours weather joke. poem who_made_you
        are_you_a_bot are_you_human click_here followers win_ free_phone
        geoffnet offen. offnungszeit praktik bewerb presse bist_du ein_roboter sonntag
        horaires. ouvert. emploi stage. dimanche
        horario abierto trabajo. empleo
    """,
}
