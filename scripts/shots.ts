/** Which pictures docs/images holds, and when each is taken. Data only: a test compares it with what the pages name. */

export interface Shot {
  readonly file: string;
  /** Phones on the desk, left to right: whose they are, or a group's name. */
  readonly phones: readonly string[];
  readonly narrow?: true;
}

const GROUP = '主席会议群';

/** Before the first word is said. */
export const AT_START: readonly Shot[] = [
  { file: 'start', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', 'qinwangshu'] },
];

/** After which step of the stories, by the beginning of its title. */
export const AFTER_STEP: Readonly<Record<string, readonly Shot[]>> = {
  写完: [
    { file: 'draft', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', GROUP] },
    { file: 'draft-narrow', phones: ['linzhiyuan'], narrow: true },
  ],
  政府办交办: [
    { file: 'assigned', phones: ['linzhiyuan', 'luoxingjian', 'chengyantian', 'qinwangshu'] },
    { file: 'assigned-narrow', phones: ['chengyantian'], narrow: true },
  ],
  办前见面: [{ file: 'meeting', phones: ['chengyantian', 'linzhiyuan', 'wenyizhou', GROUP] }],
  联络员拟稿: [{ file: 'reply', phones: ['chengyantian', 'qinwangshu', 'wenyizhou', 'linzhiyuan'] }],
  委员评价: [{ file: 'rated', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', 'qinwangshu'] }],
  核查: [{ file: 'verified', phones: ['linzhiyuan', 'wenyizhou', 'qiming', 'qinwangshu'] }],
  登记采用: [{ file: 'opinion', phones: ['heyian', 'xuqinghe', 'gumingchuan', 'fangjingzhi'] }],
};

/** The journey on which the drawer lists who heard what: the first one into June. */
export const JOURNEY = {
  into: '2026-06',
  shot: { file: 'reminded', phones: ['chengyantian', 'qinwangshu', 'lubeichen', 'wenyizhou'] },
} as const satisfies { readonly into: string; readonly shot: Shot };

/** After the stories, when the chairs have their digest. */
export const ON_MONDAY: readonly Shot[] = [
  { file: 'digest', phones: [GROUP, 'shenhuaigu', 'fangjingzhi', 'linzhiyuan'] },
  { file: 'digest-narrow', phones: [GROUP], narrow: true },
];

/** The operator's page. */
export const STATUS = 'status';

/** Every picture's name. */
export const PICTURES: readonly string[] = [
  ...[...AT_START, ...Object.values(AFTER_STEP).flat(), JOURNEY.shot, ...ON_MONDAY].map(({ file }) => file),
  STATUS,
];
