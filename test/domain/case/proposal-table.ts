/**
 * domain.md B.1.3 written down a second time, by hand from the text. Not generated from the rows.
 * number event | subject (item, a = assignment, co = co unit's assignment, c = commitment, m = meeting)
 * | states of the item, `*` = as the assignment says | states of the subject | who | next state of the item
 * ('=' stays) | next state of the subject ('=' stays) | open or closed
 */
export const PROPOSAL_TABLE = `
1 createDraft | item | – | | author coSigner invitee stranger collective staff | draft | | open
2 inviteCosigner | item | draft cosigning | | author | cosigning | | closed
3 cosign | item | cosigning | | invitee | = | | closed
3 declineCosign | item | cosigning | | invitee | = | | closed
4 submit | item | draft cosigning revising | | author | submitted | | open
5 flagDuplicate | item | draft submitted | | system | = | | closed
6 returnForRevision | item | submitted underReview | | staff | revising | | open
7 passPreReview | item | submitted | | staff | underReview | | open
8 merge | item | submitted underReview filed | | director | merged | | closed
9 unmerge | item | merged | | director | submitted | | closed
10 file | item | underReview | | director | filed | | open
11 refuse | item | underReview revising | | director | notFiled | | closed
12 objectRefusal | item | notFiled | | author coSigner | underReview | | closed
13 convertToOpinion | item | notFiled underReview | | staff | converted | | closed
14 convertToReference | item | notFiled | | staff | converted | | closed
14 convertToLetter | item | notFiled | | staff | converted | | closed
15 withdraw | item | submitted revising underReview filed | | author | withdrawn | | open
15 withdraw | item | assigned handling | | director | withdrawn | | closed
16 markKey | item | filed assigned handling | | director | = | | closed
17 planAssignment | item | filed | | staff office | = | | closed
18 assign | item | filed | | office | assigned | | open
19 receive | a | assigned | pendingReceipt | liaison | handling | working | open
20 acceptAndSuggest | a | assigned | pendingReceipt | liaison | handling | working | closed
21 requestReturn | a | * | pendingReceipt working | deputy head | = | returnRequested | closed
22 approveReturn | a | * | returnRequested | office | assigned | reassigned | closed
22 reassign | a | * | returnRequested | office | assigned | reassigned | closed
23 rejectReturn | a | * | returnRequested | office | handling | working | closed
24 arbitrate | a | * | returnRequested | office | assigned | reassigned | closed
25 recordMeetingBefore | a | * | working | liaison | = | = | open
26 confirmMeeting | m | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | author coSigner | = | = | open
26 denyMeeting | m | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | author coSigner | = | = | open
27 submitPlan | a | * | working replyDrafting | deputy | = | = | closed
28 recordMeetingDuring | a | * | working reworking | liaison | = | = | open
29 giveCoOpinion | co | * | working | deputy2 | = | opinionGiven | closed
30 returnCoOpinion | co | * | opinionGiven | deputy | = | working | closed
31 requestExtension | a | * | working replyDrafting replyReturned reworking repliedOut | deputy | = | = | closed
32 approveExtension | a | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | office | = | = | closed
32 denyExtension | a | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | office | = | = | closed
33 draftReply | a | * | working | liaison | = | replyDrafting | open
33 coSignReply | a | * | replyDrafting | liaison2 deputy2 | = | = | closed
34 submitReply | a | * | replyDrafting replyReturned | deputy head | = | replyInReview | open
35 returnReply | a | * | replyInReview | staff | = | replyReturned | open
36 issueReply | a | * | replyInReview | staff | replied | repliedOut | open
37 recordMeetingAfter | a | * | repliedOut | liaison | = | = | open
38 giveFeedback | a | * | repliedOut | author coSigner | = | = | open
39 confirmUnsatisfied | a | replied | repliedOut | staff | rehandling | reworking | closed
40 reReply | a | * | reworking | head | = | replyInReview | closed
41 faceToFace | a | * | working replyDrafting replyInReview replyReturned repliedOut reworking | director | = | = | closed
42 settleUnsatisfied | a | replied | repliedOut | director | closed | done | closed
43 settleA | a | replied | repliedOut | system | verifying | = | open
44 settleB | a | replied | repliedOut | system | tracking | = | open
45 settleCD | a | replied | repliedOut | staff | closed | done | open
46 reportCommitment | c | tracking | open | liaison | = | = | open
47 answerAgain | c | tracking | open | deputy | verifying | claimed | open
48 missCommitment | c | tracking | open | system | = | = | open
49 explainBreach | c | tracking | open | head | replied | broken | closed
50 verifyPass | a | verifying | repliedOut | verifier1 verifier2 | closed | done | open
50 verifyPass | c | tracking verifying | claimed | verifier1 verifier2 | closed | verified | open
51 verifyFail | a | verifying | repliedOut | verifier1 verifier2 | handling | reworking | open
51 verifyFail | c | tracking verifying | claimed | verifier1 verifier2 | tracking | open | open
52 lookBack | item | tracking closed archived | | staff committeeStaff inspector | = | | closed
53 reopen | a | closed archived | done | director | handling | reworking | closed
54 carryOver | item | tracking | | system | = | | closed
55 publishReply | a | closed archived | done | liaison deputy | = | = | closed
56 archive | item | closed withdrawn converted notFiled merged | | staff | archived | | closed
57 deriveOpinion | item | assigned handling replied rehandling tracking verifying closed archived | | editor | = | | closed
58 supplementMaterial | item | submitted underReview | | author coSigner | = | | closed
59 correctMeeting | m | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | author coSigner | = | = | open
60 changeClass | a | * | replyInReview repliedOut | staff inspector office | = | = | closed
61 requestReverification | a | handling | reworking | deputy | verifying | repliedOut | closed
61 requestReverification | c | tracking | open | deputy | verifying | claimed | closed
62 reportProgress | a | * | working replyDrafting replyReturned reworking | liaison | = | = | open
63 supplementReply | a | replied | repliedOut | deputy | handling | replyDrafting | closed
64 decideSuggestion | a | * | pendingReceipt working returnRequested replyDrafting replyInReview replyReturned repliedOut reworking | office | = | = | closed
65 derive | item | notFiled assigned handling replied rehandling tracking verifying closed archived | | staff editor committeeStaff | = | | closed
66 formPackage | item | filed assigned handling | | staff office | = | | closed
67 tellAuthor | item | notFiled | | staff system | = | | open
68 reportYear | item | | | | = | | closed
`;
