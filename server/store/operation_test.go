package store

import (
	"testing"
	"time"
)

func TestOperations(t *testing.T) {
	at := func(name string, minute int) Change {
		o := &Operation{Caller: "ada", Name: name, Time: time.Date(2026, 12, 1, 0, minute, 0, 0, time.UTC)}
		return Change{o.Key(), o}
	}
	v, err := Empty().Apply([]Change{at("b", 2), at("a", 3), at("c", 1)}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if o := v.Operation("ada", "a"); o == nil || o.Time.Minute() != 3 {
		t.Errorf("Operation(ada, a) = %+v", o)
	}
	if o := v.Operation("eve", "a"); o != nil {
		t.Errorf("another caller's operation = %+v", o)
	}
	oldest := v.OldestOperations(2)
	if len(oldest) != 2 || oldest[0].Name != "c" || oldest[1].Name != "b" || v.OperationCount() != 3 {
		t.Errorf("oldest of %d = %+v", v.OperationCount(), oldest)
	}
	again, err := v.Apply([]Change{at("c", 9), {Key: oldest[1].Key()}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if oldest := again.OldestOperations(9); len(oldest) != 2 || oldest[0].Name != "a" || oldest[1].Name != "c" {
		t.Errorf("oldest after a change = %+v", oldest)
	}
}

func TestTold(t *testing.T) {
	if got := Told(nil); got != nil {
		t.Errorf("Told(nil) = %s", got)
	}
	if got := string(Told(map[string]int{"a": 1})); got != `{"a":1}` {
		t.Errorf("a small value = %s", got)
	}
	if got := Told(string(make([]byte, 2*toldLimit))); len(got) > 200 {
		t.Errorf("a large value takes %d bytes", len(got))
	}
}
