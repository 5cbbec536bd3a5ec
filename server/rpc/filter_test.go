package rpc

import (
	"testing"
	"time"

	"github.com/concord-registry/concord/server/fault"
)

type pet struct {
	name  string
	tags  []string
	legs  int64
	birth time.Time
}

var petKeys = map[string]key[pet]{
	"name": {text: func(p pet) []string { return one(p.name) }},
	"tag":  {text: func(p pet) []string { return p.tags }},
	"legs": {number: func(p pet) []int64 { return []int64{p.legs} }},
	"born": {time: func(p pet) []time.Time { return []time.Time{p.birth} }},
	"wild": {text: func(p pet) []string { return yes(p.legs > 4) }},
}

func TestFilter(t *testing.T) {
	rex := pet{"rex:the dog", []string{"good", "old"}, 4, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	tests := []struct {
		filter string
		want   bool
	}{
		{"", true},
		{"  ", true},
		{`name:rex*`, true},
		{`name:rex`, false},
		{`name:*`, true},
		{`name:"rex:the dog"`, true},
		{`name:"rex:the "*`, true},
		{`name:"rex:the*"`, false},
		{`name:"rex:\the dog"`, true},
		{`-name:rex*`, false},
		{`tag:good tag:old`, true},
		{`tag:good -tag:old`, false},
		{`legs:4 legs<5 legs>3`, true},
		{`legs>4`, false},
		{`-legs>4`, true},
		{`born>2026-05-01 born<2026-05-01T12:00:01Z`, true},
		{`born:2026-05-01T12:00:00Z`, true},
		{`wild:false`, true},
	}
	for _, test := range tests {
		t.Run(test.filter, func(t *testing.T) {
			f, err := parseFilter(test.filter, petKeys)
			if err != nil || f.fits(rex) != test.want {
				t.Errorf("fits = %t, %v, want %t", f.fits(rex), err, test.want)
			}
		})
	}
	for _, wrong := range []string{
		"rex", ":rex", "name:", "colour:red", "legs:four", "legs:4*", "born>yesterday", "name<rex", `name:"rex`, `name:"rex"x`, "- name:x", "a b",
	} {
		if _, err := parseFilter(wrong, petKeys); fault.ReasonOf(err) != fault.FilterInvalid {
			t.Errorf("%q: %v, want FILTER_INVALID", wrong, err)
		}
	}
}

// FuzzFilter reads anything without a panic, and what it takes it takes again.
func FuzzFilter(f *testing.F) {
	f.Add(`name:rex* -legs<4 tag:"a b"`)
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := parseFilter(text, petKeys); err == nil {
			got.fits(pet{})
		} else if fault.ReasonOf(err) != fault.FilterInvalid {
			t.Errorf("%q: %v", text, err)
		}
	})
}
