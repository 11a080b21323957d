/**
 * Who is told, from the last columns of domain.md B.1.3 and B.2.2, written down a second time by hand. Not generated.
 * number event | audience=text …; several lines of one event are its rows, in the order of their states.
 * G-…: text of section G. X-…: domain.md names the reader and has no text for him (`B.1.3 preface`).
 * A word marked + is a reader whom domain.md does not name, with the reason above the line.
 */
export const PROPOSAL_NOTICES = `
1 createDraft |
2 inviteCosigner | invitee=G-03
3 cosign | author=G-91
3 declineCosign | author=G-91
4 submit | author=G-01 proposalStaff=X-4
5 flagDuplicate | proposalStaff=X-5 author=G-90
6 returnForRevision | author=G-02
7 passPreReview | proposalDirector=X-7
8 merge | authors=G-06
9 unmerge | authors=G-92
# C-06 starts to run against the assigning office, which would not know that there is something to assign
10 file | authors=G-04 +assignOffice=X-10
11 refuse | author=G-05
12 objectRefusal | proposalDirector=X-12
13 convertToOpinion | author=G-07 infoEditor=G-07
14 convertToReference | author=G-93
14 convertToLetter | author=G-93
15 withdraw | coSigners=G-94 proposalStaff=X-15
# After the assignment the director consents and not the author acts: he is told that it is done
15 withdraw | coSigners=G-94 unitPeople=G-94 proposalStaff=X-15 +author=X-15a
16 markKey | authors=G-12 unitPeople=G-12 leader=G-12
17 planAssignment | unitLiaison=G-95
18 assign | unitPeople=G-10 authors=G-11
19 receive |
20 acceptAndSuggest | assignOffice=X-20
21 requestReturn | assignOffice=G-13 proposalStaff=G-13
22 approveReturn | unitPeople=G-14 authors=G-14
22 reassign | unitPeople=G-14 authors=G-14
23 rejectReturn | unitPeople=G-15
24 arbitrate | unitPeople=G-97
# Decided for another unit it is a re-assignment too (22), which is told to the authors
24 arbitrate | unitPeople=G-97 +authors=G-14
25 recordMeetingBefore | author=G-20
26 confirmMeeting | unitLiaison=G-98
26 denyMeeting | unitLiaison=G-98 proposalStaff=X-26
27 submitPlan | chairs=G-99 proposalStaff=X-27
28 recordMeetingDuring | author=G-20
29 giveCoOpinion | hostUnit=G-100 proposalStaff=X-29
30 returnCoOpinion | unitLiaison=G-101
31 requestExtension | proposalStaff=G-16 assignOffice=G-16 author=G-16
32 approveExtension | unitPeople=G-17 author=G-17
32 denyExtension | unitPeople=G-17 author=G-17
# The draft waits for the deputy's signature while C-10 runs
33 draftReply | coUnits=G-102 +unitSigner=X-33
# Row 33 names the co units for the draft; their answer to it is for the host who asked
33 coSignReply | +hostUnit=X-33h
34 submitReply | proposalStaff=G-22
35 returnReply | unitLiaison=G-23 unitDeputy=G-23
36 issueReply | authors=G-24 inspector=X-36
37 recordMeetingAfter | author=G-20
38 giveFeedback | author=G-26 proposalStaff=X-38 unitLiaison=G-104
39 confirmUnsatisfied | unitPeople=G-27 author=G-28
40 reReply | author=G-106
41 faceToFace | authors=G-108 unitPeople=G-108 assignOffice=G-108
42 settleUnsatisfied | author=G-109 chairs=X-42
43 settleA | verifier=X-43
44 settleB | unitLiaison=G-30 author=G-105
45 settleCD | author=G-110
46 reportCommitment | author=G-106
46 reportCommitment | author=G-31 verifier=X-46
47 answerAgain | author=G-31 verifier=X-46
48 missCommitment | unitPeople=G-32 inspector=G-32
49 explainBreach | author=G-107 proposalStaff=X-49
# Two signers: the second cannot sign what he does not know to be waiting (a reply, a promise)
50 verifyPass | +verifier=X-50
50 verifyPass | author=G-34 unitLiaison=X-50u
50 verifyPass | +verifier=X-50
50 verifyPass | author=G-34 unitLiaison=X-50u
51 verifyFail | unitHead=G-35 inspector=G-35
51 verifyFail | unitHead=G-35 inspector=G-35
52 lookBack | unitLiaison=G-112
53 reopen | authors=G-111 unitPeople=G-111 proposalStaff=X-53
54 carryOver | unitLiaison=G-113 inspector=G-113
55 publishReply | author=G-114
56 archive |
57 deriveOpinion | author=G-115
58 supplementMaterial | proposalStaff=X-58
59 correctMeeting | unitLiaison=G-98
60 changeClass | author=G-103 unitLiaison=G-103
61 requestReverification | verifier=X-61
61 requestReverification | verifier=X-61
62 reportProgress | author=G-106
63 supplementReply | proposalStaff=X-63 author=X-63a
64 decideSuggestion | unitLiaison=G-96
64 decideSuggestion | unitPeople=G-10 authors=G-11
65 derive | author=G-115
66 formPackage | unitLiaison=X-66 authors=X-66
67 tellAuthor |
68 reportYear |
`;

export const OPINION_NOTICES = `
1 submit | author=G-40 infoEditor=X-S1
2 returnForFacts | author=G-116
3 keep | author=G-42
4 pick | author=G-117
5 combine | authors=G-117
# Row 6 names nobody: S-03 and S-04 run against people who would not know that it is their turn
6 sendToReview | +infoReviewer=X-S6
# … and the editor may send up and record from here on
6 approve | +infoIssuer=X-S6i +infoEditor=X-S6e
# Sent back from review or from the issuer: S-03 runs again against the editor
6 sendBack | +infoEditor=X-S6b
6 sendBack | +infoEditor=X-S6b
# Adoption and instructions are the editor's to record once it is issued
7 issue | authors=G-41 +infoEditor=X-S7
8 sendUp | author=G-118
9 recordAdoption | author=G-43
10 recordInstruction | author=G-44 chairs=X-S10
11 refer | unitLiaison=G-45
12 answer | author=G-119 infoEditor=X-S12
13 convertToProposal |
14 convertToTopic | author=G-115
15 close |
16 createDraft |
17 tellAuthor |
18 receive |
19 derive | author=G-115
`;
