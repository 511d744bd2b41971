// Where jest does not know yet how long a spec file takes, as in a fresh clone, it goes by size. These are short to read and
// long to run: begun last, they would keep one core waiting for the other.
const Sequencer = require('@jest/test-sequencer').default;

const LONG = /test\/(crashes|concurrency\/random-walk|commands|fuzz\/routes)/;

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path.replaceAll('\\', '/'));
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
