package engine

import "github.com/concord-registry/concord/policy/set"

// Report is what [Program.Test] found. The program is fit to be activated when Complaints is empty.
type Report struct {
	Revision string       `json:"revision"`
	Rules    []RuleReport `json:"rules"`
	// Passed counts the tests in Rego that passed.
	Passed     int             `json:"rego_tests_passed"`
	Complaints []set.Complaint `json:"complaints,omitempty"`
}

// RuleReport is what the fixtures of one rule showed.
type RuleReport struct {
	Rule string `json:"rule"`
	// Fired and Silent count the fixtures that behaved, by format.
	Fired  map[string]int `json:"fired"`
	Silent map[string]int `json:"silent"`
	// Cost is the mean time of one evaluation of this rule alone, in microseconds.
	Cost int64 `json:"cost_us"`
}

// Err is nil when there is nothing to complain about, and a *[set.LoadError] otherwise.
func (r Report) Err() error { return set.Complaints(r.Complaints).Err() }

func (r *RuleReport) mean() RuleReport {
	runs := 0
	for _, counts := range []map[string]int{r.Fired, r.Silent} {
		for _, n := range counts {
			runs += n
		}
	}
	r.Cost /= int64(max(runs, 1))
	return *r
}
