package policy

import (
	"maps"
	"slices"
	"time"
)

// rolloutFile is rollout.yaml: how strictly each rule is applied. A rule that is not listed has the level of
// policy.yaml's defaults.
type rolloutFile struct {
	Rules map[string]rollout `yaml:"rules"`
}

// rollout is the line of one rule.
type rollout struct {
	Level Level `yaml:"level"`
	// Existing says what happens to findings that the version before has too: `warn` (the default) or `enforce`.
	Existing Level      `yaml:"existing"`
	Then     *promotion `yaml:"then"`
}

// promotion is a level that comes into force at the beginning of a day (UTC).
type promotion struct {
	Level Level          `yaml:"level"`
	After day            `yaml:"after"`
	Gate  map[string]any `yaml:"gate"`
}

// at is the level at a time, and whether it is there by promotion.
func (r rollout) at(now time.Time) (Level, Why) {
	if r.Then != nil && !now.Before(r.Then.After.Time) {
		return r.Then.Level, ByDate
	}
	return r.Level, ByLevel
}

// loadRollout gives every rule its line. It complains about lines without a rule and levels that this engine lacks.
func loadRollout(files Files, rules []*Rule, defaults rollout, c *complaints) {
	const name = "rollout.yaml"
	var content rolloutFile
	file, ok := decodeYAML(name, files[name], &content, c)
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
		line.check(file, r.ID, c)
		r.rollout = line
		delete(content.Rules, r.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(content.Rules)) {
		c.add(name, file.line("rules", id), "there is no rule %s", id)
	}
}

func (r rollout) check(file yamlFile, id string, c *complaints) {
	checkLevel(file, r.Level, c, "rules", id, "level")
	if r.Existing != Warn && r.Existing != Enforce {
		c.add(file.name, file.line("rules", id, "existing"), "existing is %q; it must be warn or enforce", r.Existing)
	}
	if r.Then == nil {
		return
	}
	checkLevel(file, r.Then.Level, c, "rules", id, "then", "level")
	if r.Then.After.IsZero() {
		c.add(file.name, file.line("rules", id, "then"), "then needs after: the day on which the level changes")
	}
	if len(r.Then.Gate) > 0 {
		c.add(file.name, file.line("rules", id, "then", "gate"), "gates are not supported yet: promote by date, or change the level when the findings are gone")
	}
}

func checkLevel(file yamlFile, l Level, c *complaints, path ...any) {
	if !l.known() {
		c.add(file.name, file.line(path...), "%q is not a level; the levels are enforce, review, warn, dry_run and off", l)
	}
}

// day is a date, written 2006-01-02; the time is its beginning in UTC.
type day struct{ time.Time }

// UnmarshalText reads a date.
func (d *day) UnmarshalText(text []byte) (err error) {
	d.Time, err = time.Parse(time.DateOnly, string(text))
	return err
}
