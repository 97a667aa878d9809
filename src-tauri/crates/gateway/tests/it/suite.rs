//! Which engines are under test? Every test of the contract runs on each; another engine is one more line at the end.
//! An engine that is not on this machine says so and is passed over.

macro_rules! contract {
    ($($engine:ident => $open:expr),+ $(,)?) => {
        $(mod $engine {
            contract!(@tests $open;
                crate::table::{
                    row_1_nobody_without_a_token_or_with_a_suspended_registration,
                    row_2_bytes_that_miss_their_digest_are_not_kept,
                    row_3_an_id_that_is_being_worked_on_is_in_progress,
                    row_4_a_refused_id_gets_the_same_refusal_bytes_for_ever,
                    row_4_a_voided_id_is_never_taken,
                    row_5_a_repeat_gets_the_same_receipt_bytes_even_when_its_route_has_closed,
                    row_6_other_bytes_under_a_known_id_are_a_conflict,
                    row_7_a_document_that_is_not_here_closes_nothing,
                    row_8_an_envelope_that_cannot_be_read_is_refused,
                    row_8_an_envelope_that_says_something_wrong_is_refused,
                    row_8_a_document_that_says_something_else_is_refused,
                    row_8_a_document_that_is_not_whole_is_refused,
                    row_8_a_cod_is_read_from_what_its_official_signed,
                    row_8_a_signer_who_is_not_entitled_is_refused,
                    row_8_who_only_holds_a_signed_paper_does_not_take_its_number,
                    row_8_a_route_that_is_closed_or_leads_elsewhere_is_refused,
                    row_8_what_is_too_large_is_refused,
                    row_9_the_same_document_under_a_new_id_is_an_alias_for_ever,
                    row_10_a_sequence_that_another_submission_used_is_a_cloned_device,
                    row_11_a_number_that_carries_another_document_is_in_use,
                    row_13_what_comes_on_a_paused_route_is_held_until_it_opens,
                    row_13_a_held_answer_whose_route_now_leads_nowhere_keeps_no_gateway_from_starting,
                    row_14_everything_else_is_received_with_a_receipt_that_names_it,
                    row_15_what_cannot_be_kept_is_not_taken,
                    receipts_of_one_client_form_a_chain,
                    a_member_that_must_be_understood_and_is_not_refuses_nothing_for_good,
                    what_another_party_owns_does_not_exist,
                }
                crate::parked::{
                    row_12_what_depends_on_something_unknown_is_parked_until_it_comes,
                    row_12_what_waits_for_an_id_that_is_closed_before_custody_is_refused_with_it,
                    row_12_what_waits_for_an_id_goes_on_when_that_id_turns_out_to_be_an_alias,
                }
                crate::inbox::{
                    items_come_in_order_and_reading_changes_nothing,
                    a_shared_box_is_read_by_each_at_its_own_pace,
                    a_cursor_of_another_box_or_made_up_is_not_read,
                    a_wait_ends_when_something_comes,
                    a_wait_ends_with_its_time_and_with_the_gateway,
                    acknowledgements_are_idempotent_and_stored_overrides_unreadable,
                    documents_come_inline_up_to_a_size_and_by_digest_beyond_it,
                    a_reader_skips_nothing_while_many_write,
                    an_acknowledgement_may_say_whatever_a_text_can_hold,
                    an_answer_goes_to_the_sender_of_the_certificate,
                    an_answer_to_something_unknown_is_refused,
                    an_answer_of_somebody_who_is_not_customs_is_refused,
                }
                crate::reading::{
                    the_list_is_in_the_order_of_receipts_and_paged,
                    an_office_reads_what_its_whole_party_submitted,
                    a_resource_has_an_etag_and_is_not_sent_twice,
                    a_submission_is_waited_for_until_it_moves,
                    a_void_is_promised_once_and_custody_wins_over_it,
                    every_path_answers_in_our_words,
                    every_operation_of_the_description_is_offered,
                    service_routes_keys_and_list_say_what_the_gateway_is,
                    tokens_are_given_to_those_who_know_their_secret,
                    a_token_ends_after_a_quarter_of_an_hour,
                    what_has_waited_too_long_is_overdue,
                }
                crate::signin::{
                    a_token_of_a_client_certificate_is_good_on_a_line_with_that_certificate_only,
                    a_front_end_passes_a_certificate_on_and_nobody_else_does,
                    an_assertion_counts_once_for_this_gateway_and_for_five_minutes,
                    a_token_is_good_for_its_scopes_and_a_wish_narrows_them,
                }
                crate::limits::{
                    who_asks_too_much_is_told_when_to_come_again,
                    held_answers_are_counted_beside_the_others_and_up_to_as_many,
                    a_packed_body_is_the_same_envelope,
                    a_body_that_unpacks_to_too_much_is_not_unpacked_to_its_end,
                    a_gateway_whose_clock_is_behind_refuses_nothing_for_good,
                }
                crate::beside::{
                    a_summary_counts_what_was_taken_and_nothing_else,
                    a_large_document_goes_on_where_it_was_cut_off,
                    a_document_that_misses_its_digest_or_is_too_large_is_dropped,
                    a_submission_may_name_what_was_sent_by_itself,
                    one_number_is_asked_about_and_the_word_on_it_is_signed,
                    ended_numbers_stand_in_a_chain_of_signed_lists,
                    numbers_are_leased_once_and_what_became_of_them_is_said_once,
                    a_restored_device_begins_anew_and_a_copy_of_it_does_not,
                    a_device_takes_the_place_of_another_only_with_the_operator,
                    a_number_is_the_same_however_its_letters_were_typed,
                }
                crate::bundles::{
                    what_is_carried_is_taken_as_if_it_came_over_the_line_whoever_brings_it,
                    sticks_and_line_may_mix_in_any_order,
                    a_bundle_that_is_not_believed_changes_nothing,
                }
                crate::answers::{
                    each_row_of_the_table_is_answered_as_it_says,
                }
                crate::generated::{
                    a_generator_finds_no_server_error_and_no_answer_that_is_not_described,
                }
                crate::watched::{
                    measures_say_what_was_asked_and_what_waits,
                    health_says_whether_submissions_can_be_taken,
                    the_page_is_shown_in_a_browser_and_runs_nothing,
                }
                crate::operator::{
                    a_client_given_by_command_speaks_and_is_stopped_and_outlives_a_restart,
                    a_certificate_is_renewed_while_the_old_one_counts,
                    a_route_is_paused_and_opened_while_the_gateway_runs,
                    what_is_held_goes_on_by_command_though_its_route_stays_paused,
                    the_next_trust_list_counts_without_a_restart_and_no_other_does,
                    lists_that_a_body_signed_itself_are_given_out_byte_for_byte,
                    it_takes_two_to_give_something_up,
                    what_another_gateway_may_still_take_is_not_given_up,
                    the_audit_shows_what_was_changed_in_it,
                    what_waits_for_a_gateway_that_is_no_more_takes_its_routes_way,
                    both_sides_are_told_once_what_has_been_parked_for_a_day,
                }
                crate::described::{
                    what_is_answered_is_what_is_described,
                }
                crate::storm::{
                    twenty_at_once_with_one_id_are_one_custody,
                    twenty_at_once_with_one_number_are_one_custody_and_one_document,
                    a_copy_delayed_on_the_wire_changes_nothing,
                    a_swallowed_reply_is_made_good_by_the_same_message,
                }
                crate::order::{
                    ten_thousand_items_of_fifty_writers_are_skipped_by_no_reader,
                }
                crate::pair::{
                    a_certificate_crosses_two_gateways_and_its_answer_comes_back,
                    what_the_far_side_refuses_is_told_to_the_sender_with_its_refusal,
                    a_cancellation_follows_its_certificate_however_bad_the_way_is,
                    nothing_is_lost_while_the_other_gateway_is_away,
                    what_came_through_here_before_is_not_taken_again,
                }
                crate::between::{
                    a_gateway_is_known_by_its_certificate_and_by_no_other,
                    a_document_too_large_for_an_envelope_crosses_as_well,
                    what_a_partner_cannot_do_is_said_and_nothing_is_kept,
                    a_certificate_of_the_other_country_is_asked_about_there,
                }
            );
        })+
    };
    (@tests $open:expr; $(crate::$part:ident::{ $($name:ident),+ $(,)? })+) => {
        $($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(open) = $open {
                    crate::within::within(stringify!($name), crate::$part::$name(open)).await;
                }
            }
        )+)+
    };
}

contract! {
    sqlite => Some(crate::house::embedded as crate::house::Open),
    postgres => crate::cluster::engine(),
}
