import { isVisibleTo } from './visibility.js';

describe('an article', () => {
  const article = { authorId: 'author', isPublic: true, isShow: true, deletedTime: null };

  it.each([
    ['is visible to everyone', {}, [true, true, true]],
    ['that is private is visible to its author', { isPublic: false }, [false, false, true]],
    ['that is a draft is visible to its author', { isShow: false }, [false, false, true]],
    ['that is deleted is visible to nobody', { deletedTime: new Date() }, [false, false, false]],
  ])('%s', (_, fields, expected) => {
    const askers = [undefined, 'reader', 'author'];
    expect(askers.map((asker) => isVisibleTo({ ...article, ...fields }, asker))).toEqual(expected);
  });
});
