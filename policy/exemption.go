package policy

import "time"

// Exemption waives the findings of one rule on some subjects until a day (exemptions.yaml, exemptions/*.yaml). Rules are
// always evaluated first, so that an exemption that waives nothing any more can be seen.
type Exemption struct {
	ID   string `yaml:"id"`
	Rule string `yaml:"rule"`
	// Domain limits the exemption to one domain, by its public name; empty means all.
	Domain  string  `yaml:"domain"`
	Subject Pattern `yaml:"subject"`
	// Path limits it to one place, and may be a pattern; empty means all.
	Path Pattern `yaml:"path"`
	// Owner is who must mend it, ApprovedBy the rule's owner.
	Owner      string `yaml:"owner"`
	ApprovedBy string `yaml:"approved_by"`
	Reason     string `yaml:"reason"`
	Ticket     string `yaml:"ticket"`
	// Expires is the last day on which it waives.
	Expires Day `yaml:"expires"`
	// Grace lets findings only warn for two weeks afterwards.
	Grace bool `yaml:"grace"`
}

const gracePeriod = 14 * 24 * time.Hour

// Covers reports whether the exemption is about a finding on a subject, whatever the day.
func (e *Exemption) Covers(s Subject, f *Finding) bool {
	return e.Rule == f.Rule && (e.Domain == "" || e.Domain == s.Domain) && e.Subject.Matches(s.Name) && e.Path.Matches(f.Path)
}

// Effect is what the exemption makes of a finding that it covers; waives is false when it has expired.
func (e *Exemption) Effect(now time.Time) (effect Effect, waives bool) {
	end := e.Expires.AddDate(0, 0, 1)
	switch {
	case now.Before(end):
		return Exempted, true
	case e.Grace && now.Before(end.Add(gracePeriod)):
		return Warns, true
	}
	return "", false
}

// Day is a date, written 2006-01-02; the time is its beginning in UTC.
type Day struct{ time.Time }

// UnmarshalText reads a date.
func (d *Day) UnmarshalText(text []byte) (err error) {
	d.Time, err = time.Parse(time.DateOnly, string(text))
	return err
}
