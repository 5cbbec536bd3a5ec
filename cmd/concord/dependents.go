package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	concord "github.com/concord-registry/concord/clients/old"
)

// dependents is the report on what refers to a subject, as --json shows it.
type dependents struct {
	Enforced bool        `json:"enforced"`
	List     []dependent `json:"list"`
	// Unchecked counts those that were found and not checked; Partial tells that there are still more.
	Unchecked int  `json:"unchecked,omitempty"`
	Partial   bool `json:"partial,omitempty"`
}

// dependent is one schema that refers to the subject.
type dependent struct {
	Domain   string    `json:"domain"`
	Subject  string    `json:"subject"`
	Version  int       `json:"version"`
	Direct   bool      `json:"direct"`
	Owner    string    `json:"owner,omitempty"`
	Level    string    `json:"level"`
	Verdict  string    `json:"verdict"`
	Reason   string    `json:"reason,omitempty"`
	Findings []finding `json:"findings"`
}

func (d dependent) broken() bool { return d.Verdict == "incompatible" || d.Verdict == "unreadable" }

// addDependents asks for the dependents of a draft. When they are enforced, a broken one refuses the draft, and so do
// dependents that could not be checked.
func (o *checkOptions) addDependents(ctx context.Context, client *concord.Client, r concord.Registration, result *checked) error {
	answer, err := client.Dependents(ctx, r)
	if err != nil {
		return remoteError(err)
	}
	report := dependents{Enforced: o.enforce, List: []dependent{}, Unchecked: answer.Unchecked, Partial: answer.Partial}
	broken := 0
	for _, d := range answer.Dependents {
		shown := shownDependent(d)
		if shown.broken() {
			broken++
		}
		report.List = append(report.List, shown)
	}
	result.Dependents = &report
	switch {
	case !o.enforce || !result.Accepted:
	case broken > 0:
		result.Accepted, result.Reason = false, fmt.Sprintf("%d schemas that refer to it could not move to it", broken)
	case answer.Unchecked > 0 || answer.Partial:
		result.Accepted, result.Reason = false, "too many schemas refer to it to check them all"
	}
	return nil
}

func shownDependent(d concord.Dependent) dependent {
	shown := dependent{
		Domain: d.Version.Domain, Subject: d.Version.Subject, Version: d.Version.Number, Direct: d.Direct, Owner: d.Owner,
		Level: string(d.Level), Verdict: strings.ToLower(string(d.Verdict)), Reason: d.Reason, Findings: []finding{},
	}
	for _, f := range d.Findings {
		shown.Findings = append(shown.Findings, remoteFinding("", f))
	}
	return shown
}

// dependents prints the report: a row for each, and below those that break, why.
func (t *terminal) dependents(r dependents) {
	if len(r.List) == 0 && r.Unchecked == 0 {
		t.printf("nothing refers to the subject\n")
		return
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "DEPENDENT\tVERSION\tREFERS\tOWNER\tLEVEL\tVERDICT")
	for _, d := range r.List {
		refers := "through others"
		if d.Direct {
			refers = "directly"
		}
		name := d.Subject
		if d.Domain != "" {
			name = d.Domain + "/" + d.Subject
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t%s\n", name, d.Version, refers, first(d.Owner, "-"), d.Level, d.Verdict)
	}
	table.Flush()
	for _, d := range r.List {
		t.why(d)
	}
	if r.Unchecked > 0 || r.Partial {
		t.printf("%d more were found and not checked%s\n", r.Unchecked, map[bool]string{true: ", and there are still more"}[r.Partial])
	}
}

// why prints what breaks a dependent, each sentence once.
func (t *terminal) why(d dependent) {
	if d.Reason != "" {
		t.printf("%s version %d: %s\n", d.Subject, d.Version, d.Reason)
	}
	said := map[string]bool{}
	for _, f := range d.Findings {
		if line := f.Code + ": " + f.Message; f.Level == levelError && !said[line] {
			said[line] = true
			t.printf("%s version %d: %s\n", d.Subject, d.Version, line)
		}
	}
}
