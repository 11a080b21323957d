/** How an account becomes a person (decisions.md 38). Nothing here tells a stranger more than he typed himself. */
export const BINDING_WORDS = {
  // To whoever is not bound
  'binding.hello':
    '您好，您的账号尚未开通。请先确认身份：有邀请码的直接回复邀请码；没有的回复“姓名 单位”，由办公室核对。联系电话：{phone}',
  'binding.help':
    '开通账号有两种办法：回复办公室发给您的邀请码；或者回复姓名和单位，由办公室核对后开通。随时可用：返回、取消、转人工。联系电话：{phone}',
  'binding.contact': '办公室电话：{phone}。账号尚未开通，开通前请电话联系。',
  'binding.noPictures': '开通账号不需要照片、语音和文件，这条没有收下。',
  'binding.codeShape':
    '邀请码是6至16位字母和数字，“{text}”不是。请核对后再发；没有邀请码的请回复“没有”。联系电话：{phone}',
  'binding.codeWrong':
    '邀请码不正确或已经用过。请核对后再发；没有邀请码的请回复“没有”，改用姓名和单位。联系电话：{phone}',
  'binding.codeLocked':
    '邀请码错误已满{limit}次，一小时后可以再试。现在可以回复“没有”，改用姓名和单位，或联系办公室，电话：{phone}',
  'binding.waiting': '已收到：{name}（{unit}）。办公室核对后开通，结果会在这里告知您；急用请联系办公室，电话：{phone}',
  'binding.stillWaiting': '您提交的 {name}（{unit}）正在由办公室核对。填错了的，可以重新提交。联系电话：{phone}',
  'binding.tooMany': '一天最多提交{limit}次，这次没有提交。请联系办公室，电话：{phone}',
  'binding.done':
    '{name}，您好。账号已开通。回复“帮助”查看可以办理的事项。如果您不是本人，请立即联系办公室，电话：{phone}',
  'binding.refused':
    '经办公室核对，您提交的 {name}（{unit}）未能开通。请联系办公室，电话：{phone}；填错了的，可以重新提交。',
  'binding.elsewhere':
    '您的{platform}账号 {account} 已开通，今后两边都可以办理。不是您本人的账号，请立即联系办公室，电话：{phone}',
  // To the clerk
  'binding.clerk.title': '账号开通申请',
  'binding.clerk.ask': '{platform}账号 {account} 说自己是 {name}（{unit}）。请向本人核实后点选。',
  'binding.clerk.nobody': '名册中没有这个姓名的同志。属实的，请先导入名册，再请对方重新提交。',
  'binding.clerk.roster': '名册',
  'binding.clerk.hasOther': '（已绑定其他账号）',
  'binding.clerk.confirm': '确认',
  'binding.clerk.confirmNth': '确认{n}',
  'binding.clerk.refuse': '不是本人',
  'binding.clerk.state.bound': '{platform}账号 {account} 已由{by}确认为 {person}。',
  'binding.clerk.state.code': '{platform}账号 {account} 已用邀请码开通，为 {person}。',
  'binding.clerk.state.refused': '{platform}账号 {account}（{name}，{unit}）已由{by}退回：不是本人。',
  'binding.clerk.state.undone': '{platform}账号 {account} 的绑定已经解除，对方可以重新提交。',
  'binding.clerk.state.waiting': '{platform}账号 {account} 已重新提交申请，请看最新的一张卡片。',
  'binding.clerk.done.bound': '已确认',
  'binding.clerk.done.refused': '已退回',
  'binding.clerk.done.undone': '已解除',
  'binding.clerk.done.waiting': '已更新',
  'binding.clerk.taken': '{platform}账号 {account} 已经是 {person} 的账号，没有改动。',
  'binding.clerk.cannot':
    '没有绑定：{person} 已有另一个{platform}账号，或已不在名册。确要更换的，请技术人员先运行 unbind 解除旧账号，再点“确认”。',
  'binding.clerk.byCode':
    '{platform}账号 {account} 用邀请码开通，为 {person}。不是本人的，请技术人员运行：npm run zhitong -- unbind --person {id} --platform {name}',
} as const;
