/** Drafts, refusals and dead ends that are none: each says what can be done and whom to call (decisions.md 39). */
export const TALK_WORDS = {
  // Drafts
  'draft.none': '目前没有未完成的内容。',
  'draft.kept': '已为您保存。回复“继续”随时接着填写。',
  // Refusals and dead ends that are none
  'refuse.notFound': '未找到该事项。请核对编号，或回复“我的”查看与您有关的事项。联系电话：{phone}',
  'refuse.stale': '已被他人更新，请查看最新内容后再试。仍不能办理的，请联系办公室，电话：{phone}',
  'refuse.notInThisState':
    '该事项目前为“{state}”，不能办理“{label}”。请看最新情况，回复“待办”查看您现在可以办理的事项。联系电话：{phone}',
  'refuse.notYetOpen': '“{label}”尚未开通。请联系办公室办理，电话：{phone}',
  'refuse.secret': '涉密内容不得通过本系统提交，请按保密规定办理',
  'refuse.duplicate': '疑似重复提交（登记号 {number}），仍要提交请回复“确认”。草稿为您保留，回复“取消”可先放一放。',
  'refuse.unreadable': '消息无法识别，已转工作人员处理，编号 {no}',
  'refuse.withheld':
    '平台本月的消息额度已用完，您刚才说的内容没有送到本系统。请保留原文，过几天重发；急事请致电办公室：{phone}',
  'refuse.unknownPerson': '您的账号尚未开通。请联系办公室，电话：{phone}',
  'refuse.guard': '{reason}联系电话：{phone}',
  'refuse.guardUnknown': '目前不符合“{guard}”的条件，不能办理。',
  'refuse.noPermission':
    '“{label}”请由相关负责同志办理，您可以查看办理情况。回复“待办”查看您可以办理的事项；有疑问请联系办公室，电话：{phone}',
  // People
  'contact.office': '办公室电话：{phone}，工作时间欢迎来电。',
  'list.empty': '目前没有待办事项。',
} as const;
