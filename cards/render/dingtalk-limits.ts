/**
 * DingTalk's limits. `bytes.value` is the documented one for a card variable; the platform was seen to take more, so
 * that an installation may raise it after a trial. `chars` keep a card on one phone screen.
 */
export const DINGTALK_LIMITS = {
  chars: {
    title: 36,
    note: 44,
    factLabel: 8,
    factValue: 40,
    button: 10,
    selectorTitle: 13,
    optionText: 24,
    done: 10,
    /** The line in the list of chats and on the locked screen. */
    alert: 64,
    actionText: 1_200,
  },
  bytes: {
    key: 100,
    value: 1_024,
    card: 100 * 1_024,
    outTrackId: 64,
    /** msgParam, as JSON. */
    msgParam: 15_000,
    workNotice: 2_048,
    robot: 20_000,
    text: 2_048,
  },
  count: { facts: 8, buttons: 6, selectors: 3, options: 20, actions: 5 },
} as const;
