package set

import (
	"maps"
	"slices"
	"time"

	"github.com/concord-registry/concord/policy"
)

// rolloutFile is rollout.yaml: how strictly each rule is applied. A rule that is not listed has the level of
// policy.yaml's defaults.
type rolloutFile struct {
	Rules map[string]rollout `yaml:"rules"`
}

// rollout is the line of one rule.
type rollout struct {
	Level policy.Level `yaml:"level"`
	// Existing says what happens to findings that the version before has too: `warn` (the default) or `enforce`.
	Existing policy.Level `yaml:"existing"`
	Then     *promotion   `yaml:"then"`
}

// promotion is a level that comes into force at the beginning of a day (UTC).
type promotion struct {
	Level policy.Level   `yaml:"level"`
	After policy.Day     `yaml:"after"`
	Gate  map[string]any `yaml:"gate"`
}

// at is the level at a time, and whether it is there by promotion.
func (r rollout) at(now time.Time) (policy.Level, policy.Why) {
	if r.Then != nil && !now.Before(r.Then.After.Time) {
		return r.Then.Level, policy.ByDate
	}
	return r.Level, policy.ByLevel
}

// loadRollout gives every rule its line. It complains about lines without a rule and levels that this engine lacks.
func loadRollout(files Files, rules []*Rule, defaults rollout, wrong *Complaints) {
	const name = "rollout.yaml"
	var content rolloutFile
	file, ok := decodeYAML(name, files[name], &content, wrong)
	if !ok {
		return
	}
	for _, r := range rules {
		line, listed := content.Rules[r.ID]
		if !listed || line.Level == "" {
			line.Level = defaults.Level
		}
		if line.Existing == "" {
			line.Existing = defaults.Existing
		}
		line.check(file, r.ID, wrong)
		r.rollout = line
		delete(content.Rules, r.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(content.Rules)) {
		wrong.Add(name, file.line("rules", id), "there is no rule %s", id)
	}
}

func (r rollout) check(file yamlFile, id string, wrong *Complaints) {
	checkLevel(file, r.Level, wrong, "rules", id, "level")
	if r.Existing != policy.Warn && r.Existing != policy.Enforce {
		wrong.Add(file.name, file.line("rules", id, "existing"), "existing is %q; it must be warn or enforce", r.Existing)
	}
	if r.Then == nil {
		return
	}
	checkLevel(file, r.Then.Level, wrong, "rules", id, "then", "level")
	if r.Then.After.IsZero() {
		wrong.Add(file.name, file.line("rules", id, "then"), "then needs after: the day on which the level changes")
	}
	if len(r.Then.Gate) > 0 {
		wrong.Add(file.name, file.line("rules", id, "then", "gate"), "gates are not supported yet: promote by date, or change the level when the findings are gone")
	}
}

func checkLevel(file yamlFile, l policy.Level, wrong *Complaints, path ...any) {
	if !l.Known() {
		wrong.Add(file.name, file.line(path...), "%q is not a level; the levels are enforce, review, warn, dry_run and off", l)
	}
}

// Level is the rule's level at a time, and whether it is there by promotion.
func (r *Rule) Level(now time.Time) (policy.Level, policy.Why) { return r.rollout.at(now) }

// Ratchets reports whether findings of the rule that the version before has too refuse nothing.
func (r *Rule) Ratchets() bool { return r.rollout.Existing == policy.Warn }
