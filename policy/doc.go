// Package policy decides whether a schema may be registered, by Rego rules that councils keep in Git.
//
// A [Set] is one revision of a policy repository: rules (one directory each), the glossary of shared terms, the bindings
// of fields to terms, the roll-out of the rules and the exemptions from them. [Load] makes one from a tree of files and
// reports everything that is wrong with it; [Set.Test] runs its fixtures; an [Engine] holds the active set and answers
// [Request]s with [Decision]s. Sources of files are in policy/repo, the policies of a fresh installation in
// policy/starter.
//
// Rules add findings and never take one away: what they mean for the caller is decided outside of them, by the roll-out,
// by the ratchet for findings that the version before has too, and by exemptions. So a domain's rules can only tighten.
//
// Rego fails silently: a mistyped path is undefined, and undefined is no violation. The package closes what it can of
// that. The input has a schema, so that such a path does not compile; modules import rego.v2, whose `not` holds for
// undefined; sprintf, which makes a result undefined, is not among the allowed functions; a built-in that fails is a
// failure of the rule; and every rule must show that it fires, on real schemas.
//
// Nothing here reads a clock, a file or a connection, except where a caller hands in a file system: time is part of the
// request.
package policy
