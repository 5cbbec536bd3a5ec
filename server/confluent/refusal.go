package confluent

import (
	"errors"
	"net/http"
	"strings"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// The codes of refusals by policy, for good and until somebody approves; the reference has no such thing (design §6).
const (
	codeDenied = 42290
	codeParked = 42291
)

// refusal prints the reasons of a refused registration; ok is false for any other error, that of policies that could not
// be asked for instance.
func (h *handler) refusal(err error) (p problem, ok bool) {
	var refused *registry.Refusal
	kind := fault.KindOf(err)
	switch {
	case !errors.As(err, &refused), kind != fault.Incompatible && kind != fault.Denied:
		return problem{}, false
	case kind == fault.Denied && refused.Decision != nil:
		return denied(*refused.Decision), true
	}
	subject := refused.Subject
	details := h.messages(subject, outcome{
		findings: refused.Findings, against: refused.Against, level: refused.Level, fields: refused.Fields, reserved: refused.Reserved,
	})
	return problem{40901, `Schema being registered is incompatible with an earlier schema for subject "` + subject.String() +
		`", details: [` + strings.Join(details, ", ") + "]"}, true
}

// denied prints a decision against a schema: the findings that count, and what to do about each.
func denied(d policy.Decision) problem {
	var lines []string
	for _, f := range d.Findings {
		if f.Blocks() {
			lines = append(lines, violation(f))
		}
	}
	if len(lines) == 0 {
		return problem{codeDenied, "Policy violation: the policies could not decide; ask who runs them"}
	}
	if d.Outcome == policy.Parked {
		return problem{codeParked, "Policy review needed " + strings.Join(lines, "; ")}
	}
	return problem{codeDenied, "Policy violation " + strings.Join(lines, "; ")}
}

func violation(f policy.Finding) string {
	line := "(" + f.Rule + " " + string(f.Effective) + "): "
	if f.Path != "" {
		line += f.Path + ": "
	}
	line += f.Message
	if f.Fix != "" {
		line += "; fix: " + f.Fix
	}
	return line
}

// policyHeader carries the warnings of policies on an accepted schema, one value each.
const policyHeader = "X-Concord-Policy"

// mostWarnings bounds how many warnings an answer carries: proxies refuse large headers.
const mostWarnings = 16

func warn(h http.Header, d *policy.Decision) {
	if d == nil {
		return
	}
	given := 0
	for _, f := range d.Findings {
		if f.Effective == policy.Warns && given < mostWarnings {
			h.Add(policyHeader, oneLine(violation(f)))
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
