/** What the clerks hear when the directory of a platform changes, and what a group hears. */
export const CONTACTS = {
  'contact.title': '人员变动',
  'contact.left': '{name}已离开单位通讯录，已停止向其发送消息。{owed}',
  'contact.leftOne': '{name}已离开{platform}的单位通讯录，今后在{other}通知。',
  'contact.joined': '{name}已回到{platform}的单位通讯录。如需继续履职，请核对其角色和单位。',
  'contact.moved': '{name}的部门有变动。本系统中的角色和单位没有改动，请核对；需要时重新导入人员表。',
  'contact.renamed': '{name}的{platform}账号已更改，本系统已随之更新。',
  'contact.owed': '其名下未办结{n}件，请安排接办，并在人员表中更新后重新导入：',
  'contact.nothingOwed': '其名下没有未办结的事项。',
  'refuse.inGroup': '群里不办理具体事项。请点我的头像，在单聊里发“帮助”。',
} as const;
