beforeEach(() => openPage());

test('counts one press', () => {
  document.querySelector('button').click();
  expect(document.querySelector('output').textContent).toBe('1');
});
test('counts from the start again on a new page', () => {
  document.querySelector('button').click();
  document.querySelector('button').click();
  expect(document.querySelector('output').textContent).toBe('2');
});
