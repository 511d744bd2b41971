// Jest takes the spec files in the order in which run-specs.mjs names them.
const Sequencer = require('@jest/test-sequencer').default;

module.exports = class GivenOrder extends Sequencer {
  sort(tests) {
    const order = process.env.MUTATION_ORDER.split(',');
    const placeOf = ({ path }) => order.findIndex((spec) => path.replaceAll('\\', '/').endsWith(spec));
    return [...tests].sort((a, b) => placeOf(a) - placeOf(b));
  }
};
