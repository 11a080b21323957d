/** domain.md B.2.2 written down a second time, by hand from the text; notation as in proposal-table.ts. */
export const OPINION_TABLE = `
1 submit | item | draft returned | | author | submitted | | open
2 returnForFacts | item | submitted | | editor | returned | | open
3 keep | item | submitted returned editing | | editor | kept | | open
4 pick | item | submitted | | editor | editing | | open
5 combine | item | submitted editing | | editor | combined | | closed
6 sendToReview | item | editing | | editor | inReview | | open
6 approve | item | inReview | | reviewer | awaitingIssue | | open
6 sendBack | item | inReview awaitingIssue | | reviewer issuer | editing | | open
7 issue | item | awaitingIssue | | issuer | issued | | open
8 sendUp | item | awaitingIssue issued referred answered closedOut | | editor | = | | open
9 recordAdoption | item | awaitingIssue issued referred answered closedOut | | editor | = | | open
10 recordInstruction | item | awaitingIssue issued referred answered closedOut | | editor secretary | = | | closed
11 refer | item | issued | | editor | referred | | closed
12 answer | item | referred | | deputy | answered | | closed
13 convertToProposal | item | submitted returned kept editing issued answered closedOut | | author coSigner | converted | | closed
14 convertToTopic | item | kept issued referred answered closedOut | | committeeDirector station | = | | closed
15 close | item | kept combined issued answered | | editor | closedOut | | open
16 createDraft | item | – | | author coSigner invitee stranger collective committeeStaff station editor | draft | | open
17 tellAuthor | item | kept awaitingIssue issued referred answered closedOut | | editor system | = | | open
18 receive | a | referred | pendingReceipt | liaison | = | working | closed
19 derive | item | kept issued referred answered closedOut | | staff editor committeeStaff | = | | closed
`;
