/** What waits for a person, by the event that would do it: a list of work names the work, not its best outcome. */
export const TASK: Readonly<Record<string, string>> = {
  passPreReview: '初审',
  file: '立案审定',
  confirmMeeting: '确认见面情况',
  draftReply: '起草答复',
  submitReply: '签发答复',
  issueReply: '审核答复',
  giveFeedback: '反馈办理意见',
  settleCD: '审定办结',
  reportCommitment: '填报承诺进展',
  answerAgain: '填报承诺兑现',
  verifyPass: '核查',
  pick: '筛选',
  sendToReview: '编辑送审',
  approve: '审核',
};
