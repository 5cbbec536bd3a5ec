package confluent

import (
	"errors"
	"net/http"
	"strings"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// explained is a refused registration with its reasons in the words of the API. Any other error, that of policies that
// could not be asked for instance, comes back as it is.
func explained(err error) error {
	var refused *registry.Refusal
	kind := fault.KindOf(err)
	switch {
	case !errors.As(err, &refused), kind != fault.Incompatible && kind != fault.Denied:
		return err
	case kind == fault.Denied && refused.Decision != nil:
		return denied(*refused.Decision)
	}
	details := messages(refused.Verdict)
	return fault.SchemaIncompatible.About(refused.Subject).Because("%s", strings.Join(details, ", "))
}

// denied prints a decision against a schema: the findings that count, and what to do about each.
func denied(d policy.Decision) error {
	reason, why := fault.PolicyRefused, d.Reasons()
	if d.Outcome == policy.Parked {
		reason = fault.ReviewRequired
	}
	if why == "" {
		return problem.New(problem.CodeOf(reason), "Policy violation: the policies could not decide; ask who runs them")
	}
	return reason.Because("%s", why)
}

// mostWarnings bounds how many warnings an answer carries: proxies refuse large headers.
const mostWarnings = 16

func warn(h http.Header, d *policy.Decision) {
	if d == nil {
		return
	}
	given := 0
	for _, f := range d.Findings {
		if f.Effective == policy.Warns && given < mostWarnings {
			h.Add(dialect.PolicyHeader, oneLine(f.Sentence()))
			given++
		}
	}
}

// oneLine makes a text fit for a header: ASCII without control characters, of bounded length.
func oneLine(s string) string {
	const most = 400
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e {
			return ' '
		}
		return r
	}, s)
	return s[:min(len(s), most)]
}
