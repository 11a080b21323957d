/** What the clerks hear when the directory of a platform changes, and what a group hears. */
export const CONTACTS = {
  'contact.title': '人员变动',
  'contact.left': '{name}已离开单位通讯录，已停止向其发送消息。{owed}',
  'contact.leftOne': '{name}已离开{platform}的单位通讯录，今后在{other}通知。',
  'contact.joined': '{name}已回到{platform}的单位通讯录。如需继续履职，请核对其角色和单位。',
  'contact.moved': '{name}的部门有变动。本系统中的角色和单位没有改动，请核对；需要时重新导入人员表。',
  'contact.movedUnit':
    '{name}的部门有变动，已由{from}转到{to}：今后办理{to}的事项，不再看到{from}的事项。如有不对，请改好人员表重新导入。{vacant}{owed}',
  'contact.noUnit':
    '{name}已不在{from}的部门，也不在其他承办单位的部门，已暂停其承办单位权限。如有不对，请改好人员表重新导入。{vacant}{owed}',
  'contact.intoUnit': '{name}已转到{to}的部门，今后办理{to}的事项。如有不对，请改好人员表重新导入。',
  'contact.vacant': '{from}现在没有联络员，请尽快补上。',
  'contact.unitOwed': '{from}未办结{n}件：',
  'contact.toldMoved': '您的部门有变动，今后在本系统办理{to}的事项。发“待办”查看。如有不对，请联系{phone}。',
  'contact.toldNoUnit': '您的部门有变动，已暂停您办理{from}的事项。如有不对，请联系{phone}。',
  'contact.renamed': '{name}的{platform}账号已更改，本系统已随之更新。',
  'contact.owed': '其名下未办结{n}件，请安排接办，并在人员表中更新后重新导入：',
  'contact.nothingOwed': '其名下没有未办结的事项。',
  'refuse.inGroup': '群里不办理具体事项。请点我的头像，在单聊里发“帮助”。',
} as const;
