package archive

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// An exact string survives JSON byte for byte. If it isn't UTF-8, which JSON can't hold,
// it is written as base64 in an object.
type exact string

type inBase64 struct {
	Base64 []byte `json:"base64"`
}

func (e exact) MarshalJSON() ([]byte, error) {
	if !utf8.ValidString(string(e)) {
		return json.Marshal(inBase64{[]byte(e)})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(string(e))
	return bytes.TrimSpace(b.Bytes()), err
}

func (e *exact) UnmarshalJSON(data []byte) error {
	if data[0] == '{' {
		var b inBase64
		err := json.Unmarshal(data, &b)
		*e = exact(b.Base64)
		return err
	}
	return json.Unmarshal(data, (*string)(e))
}

func exacts(list []string) []exact {
	var all []exact
	for _, s := range list {
		all = append(all, exact(s))
	}
	return all
}

func plain(list []exact) []string {
	var all []string
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

// millis is a duration written in milliseconds, exact to the nanosecond.
type millis time.Duration

func (m millis) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m)/1e6, 'f', -1, 64), nil
}

func (m *millis) UnmarshalJSON(data []byte) error {
	var ms float64
	err := json.Unmarshal(data, &ms)
	const most = 1e12 // thirty years
	*m = millis(math.Round(min(max(ms, 0), most) * 1e6))
	return err
}
