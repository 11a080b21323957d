/** The rule pack of a committee that has changed nothing (decisions.md 15). Every number is domain.md's default. */
import { DEFAULT_CLOCKS } from './default-clock-rules.ts';
import type { Calendar, Rules } from './rules.ts';

const PROPOSAL_CATEGORIES = [
  '经济发展',
  '城乡建设',
  '民政劳动',
  '农牧林水',
  '科教文卫体',
  '财税金融',
  '交通旅游',
  '资源环境',
  '政务服务',
  '民族宗教',
  '纪检政法',
  '组宣统战',
  '其他',
] as const;

const OPINION_CATEGORIES = [
  '经济',
  '城建城管',
  '教科文卫体',
  '社会保障',
  '农业农村',
  '生态',
  '统战外事',
  '其他',
] as const;

export function defaultRules(calendar: Calendar): Rules {
  return {
    version: 'default-1',
    committeeName: '政协云川市委员会',
    termMeeting: '政协云川市五届五次会议',
    officePhone: '0000-0000000',
    clocks: DEFAULT_CLOCKS,
    calendar,
    speaking: {
      from: '08:30',
      to: '18:00',
      pauseFrom: '12:00',
      pauseTo: '14:00',
      memberPushesPerWeek: 3,
      liaisonBundlesPerDay: 1,
      digestWeekday: 1,
      digestAt: '09:00',
      digestSendMinute: 3,
    },
    reasonMinChars: 10,
    verifySigners: 2,
    raters: 'firstProposer',
    commitmentMaxMonths: 24,
    categories: { proposal: PROPOSAL_CATEGORIES, opinionReport: OPINION_CATEGORIES },
    classTexts: {
      A: '已经解决或基本解决',
      B: '正在解决或列入规划逐步解决',
      C: '因条件限制暂不能解决',
      D: '留作参考',
    },
  };
}
