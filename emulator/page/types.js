/**
 * The shapes that the emulator's controls answer with (contract.md, "The emulator").
 *
 * @typedef {{ label: string, text?: string, press?: string, photo?: true, open?: string, travel?: string, hint?: string }} Suggestion
 * @typedef {{ platform: string, id: string, name: string, title: string, groups: string[] }} Person
 * `appRobot` false: the app itself was not added to the group, and hears nothing there.
 * @typedef {{ name: string, dingtalk?: { appRobot?: boolean } }} Group
 *
 * @typedef {{ id: string, text: string, is_checked?: boolean }} CardOption
 * @typedef {{ question_key: string, title?: string, selected_id?: string, disable?: boolean, mode?: number, option_list: CardOption[] }} CardQuestion
 * @typedef {{ type?: number, text: string, style?: number, key?: string, url?: string, replace_text?: string }} CardButton
 * @typedef {{ type?: number, keyname: string, value?: string, url?: string }} CardFact
 * @typedef {{ title?: string, desc?: string, url?: string }} CardText
 *
 * WeCom's template card as the server sent it (wecom.md 8.1, 8.2).
 * @typedef {object} WecomCard
 * @property {string} card_type
 * @property {{ icon_url?: string, desc?: string, desc_color?: number }} [source]
 * @property {{ desc?: string, action_list: { text: string, key: string }[] }} [action_menu]
 * @property {CardText} [main_title]
 * @property {CardText} [emphasis_content]
 * @property {{ title?: string, quote_text?: string, url?: string }} [quote_area]
 * @property {string} [sub_title_text]
 * @property {CardText & { image_url: string }} [image_text_area]
 * @property {{ url: string }} [card_image]
 * @property {{ title: string, desc?: string }[]} [vertical_content_list]
 * @property {CardFact[]} [horizontal_content_list]
 * @property {{ title: string, url?: string }[]} [jump_list]
 * @property {{ type?: number, url?: string }} [card_action]
 * @property {CardQuestion} [button_selection]
 * @property {CardButton[]} [button_list]
 * @property {CardQuestion} [checkbox]
 * @property {CardQuestion[]} [select_list]
 * @property {{ text: string, key: string }} [submit_button]
 * @property {string} [replace_text]
 *
 * What a DingTalk phone draws of a template's card, and what an ActionCard consists of (dingtalk.md 4).
 * @typedef {{ title: string, note: string, body: string, source: string, done: string, facts: { label: string, value: string }[], buttons: { id: string, text: string, style: string, params: Record<string, unknown> }[], selects: { key: string, title: string, options: CardOption[], selected: string }[] }} DingtalkView
 * @typedef {{ outTrackId?: string, params?: Record<string, string>, view?: DingtalkView, title?: string, text?: string, buttons?: { text: string, url: string }[] }} DingtalkCard
 *
 * One row of the visible ledger. A message that changes comes again: same `message`, new `seq`.
 * @typedef {object} Row
 * @property {number} seq
 * @property {string} at ISO instant, virtual time
 * @property {import('./platform.js').PlatformName} platform
 * @property {true} [group]
 * @property {string} to person id or group name
 * @property {'text' | 'markdown' | 'image' | 'file' | 'template_card' | 'card' | 'actionCard' | 'work' | 'said'} kind
 * @property {string} [from] on `said`: who said it
 * @property {true} [pressed] on `said`: a button, `text` is its word
 * @property {string} [replaced] grey word that took the place of the card's buttons
 * @property {string} [changedAt] ISO instant of the last change; `at` stays that of the first showing
 * @property {string} [text]
 * @property {WecomCard & DingtalkCard} [card] of the row's platform
 * @property {string | { url: string }} [image] address
 * @property {{ url?: string, name?: string }} [file]
 * @property {'shown' | 'updated' | 'recalled'} state
 * @property {string} message
 *
 * @typedef {{ type: 'row', row: Row } | { type: 'clock', now: string } | { type: 'progress', text: string }} LiveEvent
 * @typedef {{ now: string, quiet: boolean }} Arrival
 * `delivered`: HTTP status of the callback, 0 without an answer, null when nobody is called back.
 * @typedef {{ delivered: number | null, failed?: true }} Delivery
 * @typedef {{ name: string, base64: string }} Upload
 * @typedef {Record<string, string[]>} Choices question key → chosen option ids
 */

export {};
