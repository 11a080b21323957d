interface LadderWords {
  /** What is due, as the title says it: 提案答复还有7天. */
  readonly what: string;
  /** How the office reads it behind the item's name; default: as `what`. */
  readonly ofItem?: string;
  /** The sentence before the limit. */
  readonly body: string;
  /** The unit's limit: its office and supervision read of it in the third person. */
  readonly byUnit?: true;
}

/** Reminders by clock (domain.md C.2): what is due, until when, and what to do. G-18 and its kin as section G has them. */
export const LADDER: Readonly<Record<string, LadderWords>> = {
  'C-03': { what: '初审', body: '《{title}》（{number}）请于{due}前完成初审，{leftPhrase}。' },
  'C-04': { what: '补充完善', body: '《{title}》建议于{due}前补充完善并重新提交，{leftPhrase}。原内容已为您保留。' },
  'C-05': { what: '立案审定', body: '《{title}》（{number}）请于{due}前审定是否立案，{leftPhrase}。' },
  'C-05b': { what: '不予立案告知', body: '《{title}》（{number}）未予立案，请于{due}前告知提案者，{leftPhrase}。' },
  'C-06': { what: '交办', body: '第{no}号提案《{title}》已立案，请于{due}前交办，{leftPhrase}。' },
  'C-07': { what: '签收', body: '{unit}：第{no}号提案《{title}》请于{due}前签收，{leftPhrase}。', byUnit: true },
  'C-08': {
    what: '申请退办',
    body: '{unit}：第{no}号提案如不属贵单位职责，请于{due}前申请退办，{leftPhrase}；逾期不再受理。属贵单位职责的，请继续办理。',
    byUnit: true,
  },
  'C-08b': { what: '退办和增办审定', body: '第{no}号提案的申请请于{due}前审定，{leftPhrase}。' },
  'C-09': {
    what: '办前见面',
    body: '{unit}：第{no}号提案请于{due}前与提案者见面沟通，并填报见面情况，{leftPhrase}。',
    byUnit: true,
  },
  // These two have a whole text of their own: G-18, G-30.
  'C-10': { what: '提案答复', ofItem: '答复', body: '', byUnit: true },
  'C-24': { what: '承诺事项', ofItem: '兑现', body: '', byUnit: true },
  'C-14': { what: '延期审批', body: '第{no}号提案的延期申请请于{due}前审批，{leftPhrase}。' },
  'C-15': { what: '答复审核', body: '{unit}报来的第{no}号提案答复，请于{due}前审核，{leftPhrase}。' },
  'C-16': {
    what: '修改答复',
    body: '{unit}：第{no}号提案答复请于{due}前修改并重新报送，{leftPhrase}。',
    byUnit: true,
  },
  'C-17': {
    what: '办后见面',
    body: '{unit}：第{no}号提案答复已送达，请于{due}前与提案者见面听取意见，并填报见面情况，{leftPhrase}。',
    byUnit: true,
  },
  'C-19': {
    what: '再次答复',
    body: '{unit}：第{no}号提案再次答复期限为{due}。请由主要负责同志牵头，与提案者当面沟通后再次答复。',
    byUnit: true,
  },
  'C-20': { what: '面对面协商', body: '第{no}号提案请于{due}前组织面对面协商，{leftPhrase}。' },
  'C-21': { what: '办理方案', body: '{unit}：第{no}号重点提案请于{due}前报送办理方案，{leftPhrase}。', byUnit: true },
  'C-23': { what: '核查', body: '{item}请于{due}前核查，并听取提案者意见，{leftPhrase}。' },
  'C-25': { what: '整改', body: '{unit}：第{no}号提案整改期限为{due}。请整改到位并报送佐证。', byUnit: true },
  'C-26': {
    what: '回头看',
    body: '{unit}：第{no}号提案列入“回头看”，请于{due}前备齐落实情况和佐证材料，{leftPhrase}。',
    byUnit: true,
  },
  'C-28': { what: 'C类再看', body: '第{no}号提案办理结果为C类，请于{due}前再看条件是否具备，{leftPhrase}。' },
  'S-01': { what: '筛选', body: '“{title}”（{number}）请于{due}前筛选，{leftPhrase}。' },
  'S-01u': { what: '急报筛选', body: '“{title}”（{number}）是急报件，请于{due}筛选完毕。' },
  'S-02': { what: '补充情况', body: '您反映的“{title}”请于{due}前补充情况，{leftPhrase}。原内容已为您保留。' },
  'S-03': { what: '编辑送审', body: '“{title}”（{number}）请于{due}前编辑送审，{leftPhrase}。' },
  'S-04': { what: '审核签发', body: '“{title}”（{number}）请于{due}前审核签发，{leftPhrase}。' },
  'S-05': { what: '告知结果', body: '“{title}”（{number}）的办理情况请于{due}前告知作者，{leftPhrase}。' },
  'S-06': { what: '办理反馈', body: '{unit}：《{title}》转办的反馈期限为{due}。请按期反馈办理情况。', byUnit: true },
};

export const LADDER_TITLE = { left: '{what}还有{left}', today: '{what}今日到期', late: '{what}已逾期' } as const;
export const LADDER_BODY = '{item}：{what}期限为{due}，{leftPhrase}。请按期办理。';
export const LADDER_LATE = '{item}：{what}已超过期限{n}个工作日。请于{newDate}前办理，或书面说明原因。';
/** The same limit for the office that watches it. */
export const LADDER_OFFICE = {
  due: '{unit}承办的{item}，{ofItem}期限为{due}，{leftPhrase}。请了解办理情况，需要时予以协调。',
  late: '{unit}承办的{item}，{ofItem}已超过期限{n}个工作日。请与承办单位联系，商请抓紧办理。',
} as const;
