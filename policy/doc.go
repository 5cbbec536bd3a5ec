// Package policy holds the words of policies: what is asked ([Request]), what is answered ([Decision], one [Finding] per
// violation), how strictly rules are applied ([Level]), what came of a finding ([Effect]) and what waives it
// ([Exemption]).
//
// Councils keep rules, terms and the roll-out in a policy repository. Its language is in policy/set, the evaluation by
// Rego in policy/engine, the sources of repositories in policy/repo and the policies of a fresh installation in
// policy/starter.
//
// Rules add findings and never take one away: what a finding means for the caller is decided outside of them, by the
// roll-out, by the ratchet for findings that the version before has too, and by exemptions. So a domain's rules can only
// tighten.
//
// No answer depends on a clock, a file or a connection: the time that rules, roll-outs and exemptions go by is
// [Request.Time], and trees of files are handed in. policy/engine looks at a stopwatch all the same, to bound how long
// rules run and to say what a decision cost; policy/repo, which polls, is the one that asks what time it is.
package policy
