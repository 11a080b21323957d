/**
 * WeCom's limits for template cards. `chars` are the recommended lengths of the app pages (doc 90236, 94888): beyond
 * them the client shortens the display. `bytes` and list lengths are hard: beyond them the send is refused.
 */
export const WECOM_LIMITS = {
  chars: {
    title: 36,
    note: 44,
    /** `main_title.desc` of multiple_interaction, which has no other place for text. */
    multipleDesc: 160,
    subTitle: 160,
    factLabel: 5,
    factValue: 30,
    button: 10,
    selectorTitle: 13,
    optionText: 16,
  },
  bytes: { key: 1024, id: 128, text: 2048, robotMarkdown: 4096 },
  count: { facts: 6, buttons: 6, selectors: 3, options: 10 },
} as const;
