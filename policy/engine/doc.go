// Package engine evaluates policies: it alone knows Rego and OPA.
//
// [Load] makes a [Program] of the files of a policy repository: policy/set says what the files mean, and the modules are
// compiled here. [Program.Test] runs the fixtures of the repository; an [Engine] holds the active program and answers a
// [policy.Request] with a [policy.Decision].
//
// Rego fails silently: a mistyped path is undefined, and undefined is no violation. The package closes what it can of
// that. The input has a schema, so that such a path does not compile; modules import rego.v2, whose `not` holds for
// undefined; sprintf, which makes a result undefined, is not among the allowed functions; a built-in that fails is a
// failure of the rule; and every rule must show that it fires, on real schemas.
//
// Rules are told the time by the request. The package itself looks at a stopwatch only: it bounds how long rules may
// run, and says what a decision cost.
package engine
