import type { NoticeText } from '../../notice-text.ts';

/**
 * Notices of proposals that B.1.3 asks for and section G has no text for, by the number of their row (X-4: row 4).
 * Readers are the office, the verifiers and the unit: facts first, then the next step.
 */
export const OFFICE_NOTICES = {
  // 提交:提案委
  'X-4': {
    title: '新提案待初审',
    body: '{author}提交的《{title}》已收到，流水号{serialNo}。请于{due}前完成初审。',
    buttons: [
      { action: 'passPreReview', text: '初审', tone: 'primary' },
      { action: 'returnForRevision', text: '退回修改', tone: 'plain' },
      { action: 'view', text: '查看提案', tone: 'plain' },
    ],
  },
  // 疑似重复:提案委
  'X-5': {
    title: '提案疑似重复',
    body: '《{title}》（{number}）与此前的提案相近。请在审查时核对，内容相同的可予并案。',
  },
  // 初审通过:提案委主任
  'X-7': {
    title: '提案待立案审定',
    body: '《{title}》（{number}）已通过初审。请于{due}前审定是否立案。',
    buttons: [
      { action: 'file', text: '立案', tone: 'primary' },
      { action: 'refuse', text: '不予立案', tone: 'plain' },
      { action: 'view', text: '查看提案', tone: 'plain' },
    ],
  },
  // 立案:交办机构
  'X-10': {
    title: '提案待交办：第{no}号',
    body: '第{no}号提案《{title}》已立案。请于{due}前确定承办单位并交办。',
    buttons: [
      { action: 'assign', text: '交办', tone: 'primary' },
      { action: 'view', text: '查看提案', tone: 'plain' },
    ],
  },
  // 申请复核:提案委主任
  'X-12': {
    title: '不予立案申请复核',
    body: '《{title}》（{number}）未予立案，提案者申请复核。请于{due}前重新审定。',
  },
  // 撤案:提案委
  'X-15': {
    title: '提案已撤案',
    body: '《{title}》（{number}）已由提案者{proposer}撤回，各项期限随之停止，不再办理。',
  },
  // 交办后撤案:提案者
  'X-15a': {
    title: '您的提案已撤案',
    body: '{name}委员，您好。按您的申请，《{title}》（{number}）已撤案，并已告知承办单位不再办理。',
  },
  // 签收并建议增办:交办机构
  'X-20': {
    title: '增办建议待审定',
    body: '{unit}已签收第{no}号提案，建议增加承办单位。理由：{reason}。请于{due}前审定。',
  },
  // 未见面:提案委
  'X-26': {
    title: '提案者反馈未见面',
    body: '{unit}填报的第{no}号提案{stage}见面，提案者反馈未见面。请向双方核实，并商请承办单位补上见面。',
  },
  // 报办理方案:提案委
  'X-27': {
    title: '重点提案方案已报送',
    body: '{unit}已报送第{no}号重点提案办理方案，并已呈领衔督办的主席、副主席审阅。',
  },
  // 报会办意见:提案委
  'X-29': {
    title: '会办意见已报送',
    body: '{coUnit}已向{host}报送第{no}号提案会办意见。已收{a}家，待报{b}家。',
  },
  // 拟稿:分管负责人
  'X-33': {
    title: '提案答复待签发',
    body: '{unit}：第{no}号提案答复已拟就，办理结果{draftClass}类，承诺事项{draftPromises}项。请审阅后签发送审，答复期限{replyDue}。',
    buttons: [
      { action: 'submitReply', text: '签发送审', tone: 'primary' },
      { action: 'view', text: '查看提案', tone: 'plain' },
    ],
  },
  // 会签:主办单位
  'X-33h': {
    title: '答复已会签',
    body: '{host}：会办单位已会签第{no}号提案答复。会签齐备后，请由分管负责同志签发送审，答复期限{replyDue}。',
  },
  // 答复发出:督查室
  'X-36': {
    title: '提案答复已送达提案者',
    body: '{unit}对第{no}号提案的答复已审核送达，办理结果为{class}类（{classText}）。提案者反馈后转入核查或跟踪。',
  },
  // 反馈:提案委
  'X-38': {
    title: '提案者已反馈：第{no}号',
    body: '第{no}号提案的提案者已对{unit}的答复作出反馈。请查看；反馈不满意的，请先与提案者沟通核实。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'confirmUnsatisfied', text: '核实不满意', tone: 'plain' },
      { action: 'settleCD', text: '审定办结', tone: 'plain' },
    ],
  },
  // 不满意归结:主席
  'X-42': {
    title: '不满意提案归结情况',
    body: '第{no}号提案《{title}》经再次办理，提案者仍不满意，现予归结，评价如实保留并计入统计。呈请审阅。',
  },
  // A类转核查:核查人
  'X-43': {
    title: '答复落实待核查',
    body: '{unit}对第{no}号提案的答复为A类。请于{due}前核查是否落实，并听取提案者意见。',
    buttons: [
      { action: 'verifyPass', text: '核查通过', tone: 'primary' },
      { action: 'verifyFail', text: '核查未通过', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 承诺兑现:核查人
  'X-46': {
    title: '承诺兑现待核查',
    body: '{unit}报来：第{no}号提案承诺“{commitment}”已兑现。请于{due}前核查，并听取提案者意见。',
    buttons: [
      { action: 'verifyPass', text: '核查通过', tone: 'primary' },
      { action: 'verifyFail', text: '核查未通过', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 说明不能兑现:提案委
  'X-49': {
    title: '承诺事项不能兑现',
    body: '{unit}说明，第{no}号提案承诺“{commitment}”不能兑现，原因：{reason}。办理结果改为C类，已请提案者反馈。',
  },
  // 核查待签:其他核查人
  'X-50': {
    title: '核查请您签署',
    body: '{item}已由{verifiers}核查并签署。请您核查后签署，签齐即予销号。',
    buttons: [
      { action: 'verifyPass', text: '核查通过', tone: 'primary' },
      { action: 'verifyFail', text: '核查未通过', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 核查通过:承办单位
  'X-50u': {
    title: '核查通过，予以销号',
    body: '{unit}：{item}经核查已落实，予以销号。感谢贵单位的支持。',
  },
  // 重新办理:提案委
  'X-53': {
    title: '提案重新办理',
    body: '第{no}号提案办结后发现情况有变，已转{unit}重新办理，{due}前整改到位。请跟进并组织再次核查。',
  },
  // 申请复核:核查人
  'X-61': {
    title: '核查结论申请复核',
    body: '{unit}对{item}的核查结论申请复核，理由：{reason}。请于{due}前复核。',
    buttons: [
      { action: 'verifyPass', text: '核查通过', tone: 'primary' },
      { action: 'verifyFail', text: '核查未通过', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 补充材料:提案委
  'X-58': {
    title: '提案者补充了材料',
    body: '{proposer}为《{title}》（{number}）补充了材料，提交的正文未作改动。请一并审查。',
  },
  // 补充答复:提案委
  'X-63': {
    title: '承办单位补充答复',
    body: '{unit}办后见面后补充第{no}号提案答复，原反馈期限已停止。请待其重新送审后审核。',
  },
  // 补充答复:提案者
  'X-63a': {
    title: '承办单位正补充答复',
    body: '{name}委员，您好。{unit}根据办后见面情况，正在补充第{no}号提案的答复。新的答复送达后，再请您反馈。',
  },
  // 打包办理:单位
  'X-66': {
    title: '提案打包办理告知',
    body: '您好。第{no}号提案《{title}》与同类提案打包办理，统一协商，分别答复每一位提案者。',
  },
} as const satisfies Record<string, NoticeText>;
