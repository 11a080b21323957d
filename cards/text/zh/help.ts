/** 帮助: what can be started from nothing, and the words that always work. Every dead end ends here. */
export const HELP_WORDS = {
  'help.hello': '{name}{honour}，您好。现在可以：',
  'help.nowCan': '{lead}现在可以：',
  'help.member': '委员',
  'help.comrade': '同志',
  'help.reply': '回复数字或文字即可。随时可用：继续、返回、取消、给我看看、转人工。',
  'help.newProposal': '写提案',
  'help.newOpinion': '反映社情民意',
  'help.todo': '待办',
  'help.mine': '我的',
  'help.drafts': '继续没写完的',
  'help.contact': '联系办公室',
  'help.wordsUnit': '也可以直接说：签收、见面、进展、答复、兑现',
  'help.wordsStaff': '也可以直接说：初审、立案、交办、审核',
  'help.wordsEditor': '也可以直接说：录用、送审、签发、采用',
  'help.wordsVerifier': '也可以直接说：核查',
  'help.wordsReader': '回复编号（例如 058）可以看这件事项的进展',
} as const;
