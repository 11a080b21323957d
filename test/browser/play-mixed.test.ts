import { playsBothKindsIn } from './play-both-kinds.ts';

playsBothKindsIn('mixed');
