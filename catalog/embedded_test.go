package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"
)

var update = flag.String("update", "", "remake models.json from this file in the form of models.dev")

// The file is what -update writes, so that a change by hand can't hide in it.
func TestBuiltInList(t *testing.T) {
	from, day := []byte(builtIn), Embedded().AsOf()
	if *update != "" {
		var err error
		if from, err = os.ReadFile(*update); err != nil {
			t.Fatal(err)
		}
		day = time.Now().UTC()
	}
	want := list(t, from, day)
	if *update != "" {
		if err := os.WriteFile("models.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(want) != builtIn {
		t.Errorf("models.json is not as -update would write it:\n%s", want)
	}
}

// list writes what the package reads of a catalog, a model a line.
func list(t *testing.T, from []byte, day time.Time) []byte {
	t.Helper()
	var doc struct {
		Neon struct{ Models map[string]entry }
	}
	if err := json.Unmarshal(from, &doc); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"as_of\": %q, \"neon\": {\"models\": {", day.Format(time.DateOnly))
	comma := ""
	for _, id := range slices.Sorted(maps.Keys(doc.Neon.Models)) {
		line, err := json.Marshal(doc.Neon.Models[id])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n%q: %s", comma, id, line)
		comma = ","
	}
	b.WriteString("\n}}}\n")
	return b.Bytes()
}

func TestLookupSaysWhatTheWholeListSays(t *testing.T) {
	for _, want := range Embedded().Models() {
		for _, id := range []string{want.ID, "databricks-" + want.ID} {
			if got, ok := Lookup(id); !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("Lookup(%q):\n got %+v\nwant %+v", id, got, want)
			}
		}
	}
	for _, id := range []string{"", "neon", "claude", `gpt-5": {`, "no-such-model"} {
		if got, ok := Lookup(id); ok {
			t.Errorf("Lookup(%q) finds %+v", id, got)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		Lookup("meta-llama-3-3-70b-instruct")
	}
}
