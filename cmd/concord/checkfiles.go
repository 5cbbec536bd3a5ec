package main

import (
	"errors"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// files compares a file with those of --against, without a server.
func (o *checkOptions) files(t *terminal, file string) error {
	level, levelErr := word.ParseLevel(o.level)
	judge, judgeErr := word.ParseJudge(o.judge)
	if err := errors.Join(levelErr, judgeErr); err != nil {
		return &usage{err, "see 'concord check --help'"}
	}
	var versions []compat.Version
	for i, name := range o.against {
		parsed, err := o.parse(t, name)
		if err != nil {
			return err
		}
		versions = append(versions, compat.Version{Number: i + 1, Schema: parsed})
	}
	parsed, err := o.parse(t, file)
	if err != nil {
		return err
	}
	if err := compat.CanJudge(judge, parsed.Type()); err != nil {
		return &usage{err, "see 'concord check --help'"}
	}
	findings, err := compat.Check(judge, level, versions, parsed)
	if err != nil {
		return err
	}
	v := concord.Verdict{
		Level: concord.Level(level), Judge: concord.Judge(apiWord(judge)), Policy: concord.PolicyStrict,
		ComparedWith: o.against, Findings: []concord.Finding{},
	}
	for _, f := range findings {
		shown := compatFinding(judge, o.against[f.Version-1], file, f)
		shown.Compatibility.Version = 0
		v.Findings = append(v.Findings, shown)
	}
	v.Outcome = outcomeOf(v.Findings)
	if err := t.print(v, func() { t.show(file, v.Findings); t.outcome(v) }); err != nil {
		return err
	}
	if !accepts(v) {
		return exitFindings
	}
	return nil
}

func (o *checkOptions) parse(t *terminal, file string) (schema.Parsed, error) {
	d, err := o.source.read(t, file)
	if err != nil {
		return nil, err
	}
	return d.parse()
}
